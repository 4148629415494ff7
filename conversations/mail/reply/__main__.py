"""`python3 -m conversations.mail.reply < mail.eml` prints the reply text of a mail, as posted.

Exits with 65 (EX_DATAERR of sysexits.h) and the reason on standard error when the mail is refused.
"""

import os
import sys

from workspace.bootstrap import PYTHON

EX_DATAERR = 65


def main():
    try:
        from conversations.mail import mime, reply
    except ModuleNotFoundError:
        if (
            os.path.realpath(sys.prefix) == os.path.realpath(PYTHON.parents[1])
            or not PYTHON.exists()
        ):
            raise
        os.execv(PYTHON, [str(PYTHON), "-m", "conversations.mail.reply"])  # noqa: S606
    try:
        mail = mime.read(sys.stdin.buffer.read())
    except mime.Refused as refused:
        print(f"{refused.code} {refused.reason}", file=sys.stderr)
        return EX_DATAERR
    sys.stdout.buffer.write(reply.extract(mail).text.encode() + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
