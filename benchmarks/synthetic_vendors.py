"""How the vendors of the synthetic log write an error, in the layouts that their bodies in tests/corpus have."""

from __future__ import annotations

import json
from base64 import b32encode, b64encode
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

COMPACT: Final = 0.7
INDENTED: Final = 0.3
"""The shares of some vendors' JSON that come without a space and on lines of their own."""

Members = list[tuple[str, Any]]
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'


class Fault(NamedTuple):
    """A row of a table as a response: the code, the status and the words that go with it, and what it is about."""

    code: str
    status: int
    words: str
    about: str


class Vendor(NamedTuple):
    """One provider's way to write. `members` makes those of one error, `writes` the body of them in the vendor's own layout."""

    slug: str
    share: float
    members: Callable[[Fault, str, random.Random], Members]
    writes: Callable[[Members, random.Random], str]
    shuffles: Callable[[Members, random.Random], str]


def _hex(bits: int, dice: random.Random) -> str:
    return f"{dice.getrandbits(bits):0{bits // 4}x}"


def _object(dice: random.Random) -> tuple[str, str]:
    number = dice.getrandbits(40)
    return f"logs-{number % 997}", f"photos/{number % 89}/img{number:013d}.jpg"


def _aws_s3(fault: Fault, words: str, dice: random.Random) -> Members:
    members: Members = [("Code", fault.code), ("Message", words)]
    bucket, key = _object(dice)
    if fault.about == "object":
        members.append(("Key", key))
    elif fault.about == "bucket":
        members.append(("BucketName", bucket))
    if fault.code == "SignatureDoesNotMatch":
        signed = _hex(256, dice)
        members += [
            ("AWSAccessKeyId", b32encode(dice.randbytes(10)).decode()),
            ("StringToSign", f"AWS4-HMAC-SHA256\n{signed}"),
            ("SignatureProvided", signed),
        ]
    return [*members, ("RequestId", b32encode(dice.randbytes(10)).decode()), ("HostId", b64encode(dice.randbytes(56)).decode())]


def _aliyun_oss(fault: Fault, words: str, dice: random.Random) -> Members:
    bucket, key = _object(dice)
    members: Members = [
        ("Code", fault.code),
        ("Message", words),
        ("RequestId", _hex(96, dice).upper()),
        ("HostId", f"{bucket}.oss-cn-hangzhou.aliyuncs.com"),
    ]
    if fault.about == "object":
        members.append(("Key", key))
    elif fault.about == "bucket":
        members.append(("BucketName", bucket))
    number = f"00{fault.status % 40:02d}-{len(fault.code):08d}"
    return [*members, ("EC", number), ("RecommendDoc", f"https://api.aliyun.com/troubleshoot?q={number}")]


def _upyun(fault: Fault, words: str, dice: random.Random) -> Members:
    return [("msg", words), ("code", int(fault.code)), ("id", _hex(128, dice))]


def _qingstor(fault: Fault, words: str, dice: random.Random) -> Members:
    page = "http://docs.qingcloud.com/qingstor/api/common/error_code.html"
    return [("code", fault.code), ("message", words), ("request_id", _hex(64, dice)), ("url", page)]


def _gcs(fault: Fault, words: str, dice: random.Random) -> Members:
    bucket, key = _object(dice)
    said = f"{words.removesuffix('.')}: {bucket}/{key}"
    one = {"message": said, "domain": "global", "reason": fault.code}
    return [("code", fault.status), ("message", said), ("errors", [one])]


def _json(members: Members, dice: random.Random) -> str:
    return json.dumps(dict(members), separators=(",", ":") if dice.random() < COMPACT else None, ensure_ascii=False)


def _json_spaced(members: Members, dice: random.Random) -> str:
    return json.dumps(dict(members), indent=2 if dice.random() < INDENTED else None)


def _json_inside(members: Members, dice: random.Random) -> str:
    return (
        json.dumps({"error": dict(members)}, indent=2) + "\n"
        if dice.random() > INDENTED
        else json.dumps({"error": dict(members)}, separators=(",", ":"))
    )


def _xml_line(members: Members, _: random.Random) -> str:
    return f"{_DECLARATION}<Error>{''.join(f'<{name}>{escape(text)}</{name}>' for name, text in members)}</Error>"


def _xml_indented(members: Members, _: random.Random) -> str:
    inside = "".join(f"  <{name}>{escape(text)}</{name}>\n" for name, text in members)
    return f"{_DECLARATION}<Error>\n{inside}</Error>\n"


def _json_shuffled(members: Members, dice: random.Random) -> str:
    members = dice.sample(members, len(members))
    spaces = dice.choice(("", "", " ", "\t")), dice.choice(("", " ", " ", "  "))
    return json.dumps(
        dict(members), indent=dice.choice((None, None, 1, 2, 4, "\t")), separators=(f"{spaces[0]},{spaces[1]}", f"{spaces[0]}:{spaces[1]}")
    )


def _json_inside_shuffled(members: Members, dice: random.Random) -> str:
    inside = [(name, [dict(dice.sample(list(value[0].items()), 3))] if type(value) is list else value) for name, value in members]
    return _json_shuffled([("error", dict(dice.sample(inside, len(inside))))], dice)


def _xml_shuffled(members: Members, dice: random.Random) -> str:
    line, indent = dice.choice((("", ""), ("\n", ""), ("\n", " "), ("\n", "  "), ("\n", "    "), ("\n", "\t"), (" ", "")))
    inside = "".join(f"{indent}<{name}>{escape(text)}</{name}>{line}" for name, text in dice.sample(members, len(members)))
    return f"{dice.choice((_DECLARATION, _DECLARATION.strip(), ''))}<Error>{line}{inside}</Error>{dice.choice((line, ''))}"


VENDORS: Final = (
    Vendor("aws-s3", 0.35, _aws_s3, _xml_line, _xml_shuffled),
    Vendor("aliyun-oss", 0.2, _aliyun_oss, _xml_indented, _xml_shuffled),
    Vendor("upyun", 0.2, _upyun, _json, _json_shuffled),
    Vendor("qingstor", 0.1, _qingstor, _json_spaced, _json_shuffled),
    Vendor("gcs", 0.15, _gcs, _json_inside, _json_inside_shuffled),
)
