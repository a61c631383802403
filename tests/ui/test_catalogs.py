"""The translations: nothing empty, nothing uncertain, placeholders kept, and compiled from what is written."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation
from django.utils.translation.template import templatize

LOCALE = Path(settings.LOCALE_PATHS[0])
LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "en"]
FUNCTION = re.compile(r"_|(n?p?gettext)(?:_lazy|_noop)?")
LITERAL = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
IN_TEMPLATE = re.compile(rf"\b(_|n?p?gettext)\({LITERAL}(?:, {LITERAL})?(?:, {LITERAL})?")
SOURCES = ("wholesale", "retailers", "catalogs", "inventory", "orders", "invitations", "demo")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|{\w*}")


def messages(language: str, suffix: str = "po"):
    with (LOCALE / language / "LC_MESSAGES" / f"django.{suffix}").open("rb") as file:
        found = [message for message in (read_mo(file) if suffix == "mo" else read_po(file)) if message.id]
    return {(context_of(message), *forms_of(message.id)): message for message in found}


def context_of(message) -> str | None:
    """Return the context; Babel leaves that of a compiled catalog in bytes."""
    return message.context.decode() if isinstance(message.context, bytes) else message.context


def forms_of(text) -> list[str]:
    return list(text) if isinstance(text, list | tuple) else [text]


def said_in_python() -> Iterator[tuple[str | None, ...]]:
    for file in (file for app in SOURCES for file in (LOCALE.parent / app).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and (name := name_of(node.func)) and FUNCTION.fullmatch(name):
                texts = [one.value for one in node.args if isinstance(one, ast.Constant)]
                yield from key_of(name, [one for one in texts if isinstance(one, str)])


def name_of(called: ast.expr) -> str:
    return called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")


def said_in_templates() -> Iterator[tuple[str | None, ...]]:
    for file in (
        file for kind in ("html", "txt") for file in (LOCALE.parent / "templates").rglob(f"*.{kind}")
    ):
        for name, *texts in IN_TEMPLATE.findall(templatize(file.read_text(), origin=file.name)):
            yield from key_of(name, [ast.literal_eval(text) for text in texts if text])


def key_of(function: str, texts: list[str]) -> Iterator[tuple[str | None, ...]]:
    """Yield the key of a message; a call with a variable instead of a text has none."""
    has_context = function.startswith(("pgettext", "npgettext"))
    length = 1 + has_context + function.startswith("n")
    if len(texts) >= length:
        yield (None, *texts[:length]) if not has_context else tuple(texts[:length])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("said", [said_in_python, said_in_templates])
def test_whatever_is_said_is_in_the_catalog(said, language):
    """When this fails, run `make messages` and translate what it adds."""
    texts = set(said())

    assert len(texts) > 100
    assert sorted(map(str, texts - set(messages(language)))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_in_the_catalog_is_translated(language):
    found = messages(language)

    assert found
    assert [key for key, message in found.items() if not all(forms_of(message.string))] == []
    assert [key for key, message in found.items() if message.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_its_placeholders(language):
    def placeholders(text) -> set[frozenset[str]]:
        return {frozenset(PLACEHOLDER.findall(one)) for one in forms_of(text)}

    wrong = [
        key
        for key, message in messages(language).items()
        if set().union(*placeholders(message.id)) != set().union(*placeholders(message.string))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_written(language):
    written, compiled = messages(language), messages(language, "mo")

    assert {key: forms_of(message.string) for key, message in compiled.items()} == {
        key: forms_of(message.string) for key, message in written.items()
    }


def test_every_language_has_the_same_messages():
    assert len({frozenset(messages(language)) for language in LANGUAGES}) == 1


def test_a_page_speaks_the_language():
    with translation.override("fr"):
        assert translation.gettext("Orders") == "Commandes"
    with translation.override("es"):
        assert translation.gettext("Orders") == "Pedidos"
