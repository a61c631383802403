"""What the description of the API says of itself, and how its enums are called: a setting of drf-spectacular."""

from typing import Any

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Cratebook API",
    "DESCRIPTION": "All that a page can do, for machines. A token from Setup opens one company under one hat;"
    " failures are RFC 9457 problems.",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": [],
    "SERVE_AUTHENTICATION": [],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "Licence": "retailers.enums.Licence.choices",
        "LicenceRule": "catalogs.enums.LicenceRule.choices",
        "OrderStatus": "orders.enums.OrderStatus.choices",
        "TransferStatus": "inventory.enums.TransferStatus.choices",
        "AgreementStatus": "wholesale.organizations.enums.AgreementStatus.choices",
        "Party": "wholesale.organizations.enums.Party.choices",
        "ProposalState": "wholesale.organizations.enums.ProposalState.choices",
        "AgreementStep": "wholesale.organizations.enums.Step.choices",
        "LineStage": "orders.enums.LineStage.choices",
        "ChangeReason": "orders.enums.ChangeReason.choices",
        "Obstacle": "orders.obstacles.Verdict.choices",
    },
}
