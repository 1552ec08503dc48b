"""The API's description as OpenAPI 3.1: the paths from the table of endpoints, the schemas from the data types themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

import msgspec

from according import __version__
from according.errors import NotInAccount
from according.show.api_rows import ANSWERS, Ask
from according.show.api_sent import Act, ReportRecord, Retraction
from according.show.api_writing import ARRAY, LINES, MOST_RECORDS, Kept, TakenIn
from according.show.parameters import CURSOR, Parameter
from according.show.problems import MEDIA_TYPE
from according.views.filters import MEASURES

ID: dict[str, Any] = {"type": "string", "pattern": "^(sha256:)?[0-9a-f]{8,64}$"}
_PATH: dict[str, tuple[dict[str, Any], str]] = {
    "id": (ID, "An id, or eight or more of its first digits."),
    "measure": ({"type": "string", "enum": list(MEASURES)}, "What is counted."),
}
_REFUSALS = {
    400: "What was asked or sent is not as described here.",
    401: "It takes a token.",
    403: "The role does not allow it, or the request comes from another site's page.",
    404: "The account does not hold that.",
    413: "Too much at once.",
    415: "In another form than is taken.",
    422: "Nothing of it could be read.",
    429: "Too many requests in a minute.",
    503: "The account is held by others at the moment.",
}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address that answers questions: ``row`` names the schema of the answer, or of each of its rows if it ``is_list``."""

    path: str
    name: str
    find: Callable[[Ask], Any]
    summary: str
    row: str
    parameters: tuple[Parameter, ...] = ()

    @property
    def is_list(self) -> bool:
        """Whether the answer is a page of rows."""
        return any(one.name == CURSOR.name for one in self.parameters)

    @property
    def path_names(self) -> list[str]:
        """The names in the path."""
        return re.findall(r"\{(\w+)\}", self.path)

    def check_path(self, given: Mapping[str, str]) -> None:
        """Raises ``NotInAccount`` where a part of the path is nothing that could be there."""
        for name in self.path_names:
            schema, description = _PATH[name]
            value = given[name]
            if "enum" in schema and value not in schema["enum"]:
                raise NotInAccount(f"{value[:80]!r} is none of {', '.join(schema['enum'])}")
            if "pattern" in schema and not re.fullmatch(str(schema["pattern"]), value):
                raise NotInAccount(f"{value[:80]!r} names nothing. {description}")


def make_openapi(endpoints: Sequence[Endpoint], *, with_users: bool) -> dict[str, Any]:
    """The whole description."""
    written = (ReportRecord, Act, Retraction, TakenIn, Kept)
    (*_, record, act, retraction, taken, kept), schemas = msgspec.json.schema_components(
        [*ANSWERS, *written], ref_template="#/components/schemas/{name}"
    )
    schemas["Problem"] = _problem_schema()
    schemas["ReportRecord"]["oneOf"] = [{"required": ["text"]}, {"required": ["html"]}]
    if not with_users:
        _need_a_signature(schemas)
    paths: dict[str, Any] = {
        "/api/": {"get": _operation("index", "Where everything is.", {"type": "object"}, ())},
        "/api/openapi.json": {"get": _operation("openapi", "This description.", {"type": "object"}, ())},
    }
    for one in endpoints:
        row = {"$ref": f"#/components/schemas/{one.row}"}
        shown = _page_schema(row) if one.is_list else row
        paths[f"/api{one.path}"] = {"get": _operation(one.name, one.summary, shown, _parameters(one))}
    records = {"type": "array", "items": record, "minItems": 1, "maxItems": MOST_RECORDS}
    sent = {ARRAY: {"schema": records}, LINES: {"schema": {"type": "string", "description": "One record of the same form on each line."}}}
    paths["/api/readings"] = {"post": _sending("readIn", "Read reports into the account.", sent, taken, (200, 201))}
    paths["/api/judgements"]["post"] = _sending(
        "judge", "Hold something of happenings, reports or findings.", {ARRAY: {"schema": act}}, kept
    )
    back = _sending("takeBack", "Take a judgement back.", {ARRAY: {"schema": retraction}}, kept)
    paths["/api/judgements/{id}/retraction"] = {"post": {**back, "parameters": [_path_parameter("id")]}}
    components: dict[str, Any] = {"schemas": schemas}
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "According", "version": __version__, "description": "Who says what, through whom, and who says otherwise."},
        "paths": paths,
        "components": components,
    }
    if with_users:
        components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        document["security"] = [{"token": []}]
    return document


def _need_a_signature(schemas: Mapping[str, Any]) -> None:
    """Where nobody signs in, whoever judges says who it is."""
    for one in (*get_args(Act), Retraction):
        schema = schemas[one.__name__]
        schema["required"] = [*schema.get("required", ()), "by"]
        schema["properties"]["by"] = {"type": "string", "minLength": 1, "maxLength": 80}


def _operation(name: str, summary: str, shown: Mapping[str, Any], parameters: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    told = {"200": {"description": "What was asked for.", "content": {ARRAY: {"schema": shown}}}}
    if name not in ("index", "openapi"):
        told["304"] = {"description": "It is as it was (If-None-Match)."}
    return {
        "operationId": name,
        "summary": summary,
        "parameters": list(parameters),
        "responses": {**told, **_refused((400, 401, 403, 404, 429, 503))},
    }


def _sending(
    name: str, summary: str, content: Mapping[str, Any], shown: Mapping[str, Any], codes: Sequence[int] = (201,)
) -> dict[str, Any]:
    words = {200: "All of it was known.", 201: "It was kept."}
    told = {str(code): {"description": words[code], "content": {ARRAY: {"schema": shown}}} for code in codes}
    refused = _refused((400, 401, 403, 404, 413, 415, 422, 429, 503))
    return {
        "operationId": name,
        "summary": summary,
        "requestBody": {"required": True, "content": content},
        "responses": {**told, **refused},
    }


def _refused(codes: Sequence[int]) -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {str(code): {"description": _REFUSALS[code], "content": content} for code in codes}


def _parameters(one: Endpoint) -> list[dict[str, Any]]:
    asked = [
        {"name": given.name, "in": "query", "required": given.is_required, "description": given.description, "schema": given.schema}
        for given in one.parameters
    ]
    return [*(_path_parameter(name) for name in one.path_names), *asked]


def _path_parameter(name: str) -> dict[str, Any]:
    schema, description = _PATH[name]
    return {"name": name, "in": "path", "required": True, "description": description, "schema": schema}


def _page_schema(row: Mapping[str, Any]) -> dict[str, Any]:
    following = {"type": ["string", "null"], "description": "The address of the next page; null on the last."}
    return {"type": "object", "required": ["items", "next"], "properties": {"items": {"type": "array", "items": row}, "next": following}}


def _problem_schema() -> dict[str, Any]:
    texts = {name: {"type": "string"} for name in ("type", "title", "detail")}
    return {"type": "object", "required": ["type", "title", "status", "detail"], "properties": {**texts, "status": {"type": "integer"}}}
