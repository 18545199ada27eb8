"""A run as JUnit XML: suites for vectors, probes, campaigns, the flow, and one for the verdict."""

from collections.abc import Iterable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from tallystick.conformance.report import failure_lines, report_object
from tallystick.conformance.reports.results import (
    PartResult,
    Status,
    probe_results,
    stage_results,
    vector_results,
)
from tallystick.conformance.reports.text import printable
from tallystick.conformance.suite import Report
from tallystick.conformance.verdicts import Verdict

_COUNTED = ("tests", "failures", "errors", "skipped")


def junit_document(report: Report, repeat: str) -> bytes:
    """The report as JUnit XML, which always parses and is never green for a run that is not.

    What differs is a failure; a crash, a timeout, and what did not come to its end are errors.
    """
    root = Element("testsuites", name="tallystick", time=f"{report.seconds:.1f}")
    stages = list(stage_results(report))
    campaigns = stages[: len(report.plan.campaigns)]
    for name, results in (
        ("vectors", list(vector_results(report).values())),
        ("probes", list(probe_results(report))),
        ("campaigns", campaigns),
        ("flow", stages[len(campaigns) :]),
    ):
        if results:
            _add_suite(root, name, results)
    _add_verdict(root, report, repeat)
    for count in _COUNTED:
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    ElementTree.indent(root)
    document: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _add_suite(root: Element, name: str, results: Iterable[PartResult]) -> None:
    suite = SubElement(root, "testsuite", name=name)
    for result in results:
        case = SubElement(suite, "testcase", classname=f"tallystick.{name}", name=result.name)
        if result.failure is not None:
            finding = result.failure.finding
            differs = finding.verdict is Verdict.DIVERGED
            clauses = ", ".join(finding.clauses)
            _add_problem(
                case,
                "failure" if differs else "error",
                finding.verdict,
                f"{finding.verdict} at step {finding.step}, clause {clauses}",
                "\n".join(failure_lines(result.failure)),
            )
        elif not result.status.is_shown:
            _add_problem(case, "error", result.status.replace(" ", "_"), result.status)
        if result.status is Status.OUTCOMES_ONLY:
            SubElement(case, "system-out").text = result.status
        elif result.stage is not None:
            told = f"{result.stage.commands} of {result.stage.planned_commands} commands"
            SubElement(case, "system-out").text = told
    _count(suite)


def _add_verdict(root: Element, report: Report, repeat: str) -> None:
    """The verdict as a case of its own: a run cut short between two parts is not green either."""
    document = report_object(report)
    suite = SubElement(root, "testsuite", name="run")
    properties = SubElement(suite, "properties")
    facts = {
        "target": document["target"],
        "fast_engine": document["fast_engine"],
        "spec_version": document["spec_version"],
        "vectors_digest": document["vectors"]["digest"],
        "seed": document["seed"],
        "commands": str(document["commands"]),
        "repeat": repeat,
        **{f"note_{number}": note for number, note in enumerate(document["notes"], start=1)},
    }
    for name, text in facts.items():
        SubElement(properties, "property", name=name, value=printable(text))
    case = SubElement(suite, "testcase", classname="tallystick.run", name="verdict")
    told = f"{report.verdict}: {document['remark']}" if document["remark"] else str(report.verdict)
    if report.verdict is Verdict.CONFORMANT:
        SubElement(case, "system-out").text = printable(told)
    else:
        tag = "failure" if report.verdict is Verdict.DIVERGED else "error"
        _add_problem(case, tag, report.verdict, told)
    _count(suite)


def _add_problem(case: Element, tag: str, kind: str, message: str, text: str = "") -> None:
    problem = SubElement(case, tag, type=kind, message=printable(message))
    problem.text = printable(text) or None


def _count(suite: Element) -> None:
    suite.set("tests", str(len(suite.findall("testcase"))))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("errors", str(len(suite.findall("testcase/error"))))
    suite.set("skipped", "0")
