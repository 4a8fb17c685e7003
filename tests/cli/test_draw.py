"""The diagrams in docs/states are drawn from the code, and this keeps them true."""

from enum import StrEnum

from legesvar.cli import draw


class Light(StrEnum):
    RED = "red"
    GREEN = "green"
    BROKEN = "broken"


class Act(StrEnum):
    SWITCH = "switch"
    DROP = "drop"


def test_a_table_of_states_becomes_a_diagram_with_a_beginning_and_an_end():
    following = {(Light.RED, Act.SWITCH): Light.GREEN, (Light.GREEN, Act.DROP): Light.BROKEN}
    assert draw.diagram(following, list(Light)) == [
        "stateDiagram-v2",
        "    [*] --> red",
        "    red --> green: switch",
        "    green --> broken: drop",
        "    broken --> [*]",
    ]


def test_the_diagrams_in_docs_show_what_the_code_does(capsys):
    assert draw.main(["--check"]) == 0, capsys.readouterr().err
