"""The hat in an address; importing this registers it as `<side:…>`."""

from django.urls import register_converter

from wholesale.organizations.enums import Side


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


register_converter(SideConverter, "side")
