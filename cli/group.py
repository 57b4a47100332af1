"""How does ``simulate FILE`` stay that short beside subcommands?

Typer keeps its context type to itself (it is not click's, which must not be imported), so
contexts are ``Any`` here.
"""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, Final

from typer.core import TyperCommand, TyperGroup

from cli.files import looks_like_a_path
from simulator.phrases import Lang, Phrase, listing

RUN: Final = "run"
"""The hidden command that ``simulate FILE`` means."""


class RunFile(TyperCommand):
    """The hidden command, which calls itself what a planner typed: ``simulate FILE``."""

    def make_context(self, info_name: str | None, *rest: Any, **options: Any) -> Any:
        """Enter the command under the name of its first argument."""
        return super().make_context("FILE", *rest, **options)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Leave FILE out of the pieces: it stands in the place of a command's name."""
        return ["[OPTIONS]"]


class FileFirst(TyperGroup):
    """A group whose first word is a scenario file unless it is a command."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Insert the hidden command unless a command or an option of the group comes first."""
        if args and not self._belongs_to_group(ctx, args[0]):
            if not args[0].startswith("-") and not looks_like_a_path(args[0]):
                ctx.fail(self._unknown(args[0]).said(_language(args)))
            args = [RUN, *args]
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the options of ``simulate FILE`` before the commands: they have no other page."""
        run = self.commands[RUN]
        own = {name for parameter in self.get_params(ctx) for name in parameter.opts}
        records = [
            record
            for parameter in run.get_params(ctx)
            if not own.intersection(parameter.opts)
            and (record := parameter.get_help_record(ctx)) is not None
        ]
        with formatter.section("simulate FILE"):
            formatter.write_dl(records)
        super().format_commands(ctx, formatter)

    def _belongs_to_group(self, ctx: Any, word: str) -> bool:
        """Return whether a word is a command or an option of the group itself."""
        return word in self.commands or any(
            word in parameter.opts for parameter in self.get_params(ctx)
        )

    def _unknown(self, word: str) -> Phrase:
        """Say what a bare word may have meant."""
        offered = [name for name, command in self.commands.items() if not command.hidden]
        near = get_close_matches(word, offered, n=1)
        if near:
            return Phrase(
                f"没有命令或文件 `{word}`；是否想写 `{near[0]}`？（同名文件请写 ./{word}）",
                f"no such command or file: `{word}`; did you mean `{near[0]}`? "
                f"(a file of that name is ./{word})",
            )
        known = listing(offered, len(offered))
        return Phrase(
            f"没有命令或文件 `{word}`；请写情景文件，或命令 {known.zh}",
            f"no such command or file: `{word}`; name a scenario file, "
            f"or one of the commands {known.en}",
        )


def _language(args: Sequence[str]) -> Lang:
    """Find the language asked for in words that are not understood yet."""
    typed = " ".join(args).replace("--lang=", "--lang ")
    return "en" if "--lang en" in typed else "zh"
