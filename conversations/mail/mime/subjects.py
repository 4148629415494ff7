"""Subjects: what a thread is called, without what programs put before it."""

import re

from workspace.text import clean_line

MAX_SUBJECT = 150
# "Re", "Antw", "Aw" and their like, as the programs of these languages write them.
REPLY = (
    "re ref res rif antw antwoord aw sv vs odp vá val ynt yanıt cevap atb ats hv απ σχετ отв ответ "
    "回复 回覆 答复 답장 返信 ตอบกลับ"
)
FORWARD = (
    "fw fwd doorst doorgestuurd wg vb vl tr rv enc pd tov továbbítás İlt ilt пересл fs πρθ "
    "转发 轉寄 전달 転送"
)


def _before_colon(words):
    choice = "|".join(re.escape(word) for word in words.split())
    return re.compile(
        rf"(?:{choice})\s{{0,2}}(?:[\[(]\d{{1,3}}[\])])?\s{{0,2}}[:：]\s*", re.IGNORECASE
    )


IS_REPLY, IS_FORWARD = _before_colon(REPLY), _before_colon(FORWARD)
LIST_TAG = re.compile(r"\[[^\[\]]{1,30}\]\s*")


def bare(subject):
    """(the subject itself, whether it is an answer, whether it forwards). The outermost says
    which: "Fw: Re: Dijk" forwards."""
    rest, kinds = clean_line(subject)[:1_000], []
    while True:
        if found := IS_REPLY.match(rest):
            kinds.append("reply")
        elif found := IS_FORWARD.match(rest):
            kinds.append("forward")
        elif not (found := LIST_TAG.match(rest)):
            break
        rest = rest[found.end() :]
    return rest[:MAX_SUBJECT].strip(), kinds[:1] == ["reply"], kinds[:1] == ["forward"]
