"""What a verification looked at and found: one row of its table. Each app offers its own rows, from the evidence up."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fault:
    """One thing that is not as the evidence says: its place, and what is wrong there."""

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


@dataclass
class Checked:
    """One row: what was held against what, how many of them, the faults, and what could not be told."""

    what: str
    number: int = 0
    faults: list[Fault] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def fault(self, place: str, what: str) -> None:
        self.faults.append(Fault(place, what))

    def same(self, place: str, name: str, stored: object, told: object) -> None:
        """Name a value that is stored otherwise than it was told of."""
        if stored != told:
            self.fault(place, f"{name} is {stored!r}, and the trail tells of {told!r}")
