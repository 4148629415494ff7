"""Every address of this program, with a thing that it names filled in."""

import re
from functools import cache
from urllib.parse import quote
from uuid import UUID

from django.urls import get_resolver
from django.urls.converters import get_converters
from django.urls.resolvers import RoutePattern

WORDS = {type(converter): name for name, converter in get_converters().items()}
ABSENT = {"int": 9_999_999, "slug": "bestaat-niet", "str": "x" * 32, "uuid": UUID(int=7)}


@cache
def routes():
    """{name: (path with {names}, {name: kind of converter})}. Django and allauth name one each;
    an address without a name goes by its path."""
    return routes_of(get_resolver())


def routes_of(resolver, before="", outer=()):
    found = {}
    for pattern in resolver.url_patterns:
        path, kinds = before + str(pattern.pattern), dict(outer) | converters(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            found |= routes_of(pattern, path, kinds)
        else:
            found[pattern.name or path] = path, kinds
    return found


def converters(pattern):
    if isinstance(pattern, RoutePattern):
        return {name: WORDS[type(each)] for name, each in pattern.converters.items()}
    return dict.fromkeys(pattern.regex.groupindex, "str")


def address(route, values):
    path, kinds = route
    path = re.sub(r"\(\?P<(\w+)>[^)]+\)|<(?:\w+:)?(\w+)>", lambda m: f"{{{m[1] or m[2]}}}", path)
    return "/" + re.sub(r"[$^]", "", path).format(**{name: values[name] for name in kinds})


def of_thing(route, thing, person):
    """The values that lead to a thing of the world; some it has by name."""
    if isinstance(thing, dict):
        return thing
    group = getattr(thing, "group", None)
    return {name: given(name, thing, group, person) for name in route[1]}


def given(name, thing, group, person):
    if name == "pk":
        return getattr(thing, "pk", 0)
    if name == "person":
        return person
    if name == "group":
        return group.pk
    if name == "slug":
        return thing.slug if hasattr(thing, "slug") else group.slug
    return getattr(thing, name)


def of_nothing(route):
    return {name: ABSENT[kind] for name, kind in route[1].items()}


def without(path, said):
    """What was said, without the address that was asked for, however often it was quoted."""
    once = quote(path), quote(path, safe="")
    for form in (*(quote(each) for each in once), quote(once[0], safe=""), *once, path):
        said = said.replace(form, "ADDRESS")
    return said
