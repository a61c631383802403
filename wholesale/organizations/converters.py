"""The hat, and a switch of an agreement, in an address; importing this registers `<side:…>` and `<switch:…>`."""

from django.urls import register_converter

from wholesale.organizations.enums import Side, Switch


class SideConverter:
    """Take the three hats and nothing else."""

    regex = "|".join(Side.values)

    def to_python(self, value: str) -> str:
        """Keep the word as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """Write a hat, or its word.

        Raises: ValueError for anything else, so that reversing tries the next address.
        """
        return Side(value).value


class SwitchConverter:
    """Take the switches of an agreement and nothing else."""

    regex = "|".join(Switch.values)

    def to_python(self, value: str) -> Switch:
        """Return the switch."""
        return Switch(value)

    def to_url(self, value: str) -> str:
        """Write a switch, or its word.

        Raises: ValueError for anything else, so that reversing tries the next address.
        """
        return Switch(value).value


register_converter(SideConverter, "side")
register_converter(SwitchConverter, "switch")
