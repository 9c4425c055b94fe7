"""What is measured, and what came out, in sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.templatetags.archive_tags import cn_date
from search.diffusion.answer import Answer
from search.diffusion.request import DiffusionRequest
from search.diffusion.tracing import EARLY
from search.labels import day_label
from search.query import brief

MOST = 3  # places of one day that a sentence names


def measured(answer: Answer) -> str:
    """`在以该市为主题的文章中找最早含有“低空经济”的一篇，比较山东省的 16 个市……`"""
    request = answer.request
    known = {"term": brief(request.q), "count": len(answer.trace.areas), "where": _where(answer)}
    if request.level == "county":
        told = {
            "subject": _(
                "在以该区县为主题的文章中找最早含有“%(term)s”的一篇，比较%(where)s的 %(count)s 个区县。"
            ),
            "all": _(
                "在提到该区县的所有文章中找最早含有“%(term)s”的一篇，比较%(where)s的 %(count)s 个区县。"
            ),
        }
    else:
        told = {
            "subject": _("在以该市为主题的文章中找最早含有“%(term)s”的一篇，比较%(where)s的 %(count)s 个市（州、盟、地区）。"),
            "all": _("在提到该市的所有文章中找最早含有“%(term)s”的一篇，比较%(where)s的 %(count)s 个市（州、盟、地区）。"),
        }  # fmt: skip
    counties = _("写到区县的文章也算作所属市的；省直辖的县级市不属于任何市，见区县一级。")
    return told[request.role] % known + (counties if request.level == "city" else "")


def _where(answer: Answer) -> str:
    province = answer.provinces.get(answer.request.province)
    return province.name if province else _("全国")


def narrowed(answer: Answer) -> list[str]:
    """What else limits the answer: days and papers."""
    request, found = answer.request, []
    if request.date_from or request.date_to:
        ends = {
            "first": day_label(request.date_from) if request.date_from else _("最早"),
            "last": day_label(request.date_to) if request.date_to else _("最新"),
        }
        found.append(_("只看%(first)s至%(last)s的文章。") % ends)
    if before := sum(one.earlier is not None for one in answer.trace.held):
        found.append(
            ngettext(
                "%(count)s 处此前已经见过，表中注明，首次见报仍只在这段日期里算。",
                "%(count)s 处此前已经见过，表中注明，首次见报仍只在这段日期里算。",
                before,
            )
            % {"count": before}
        )
    if request.newspaper:
        names = {one.slug: one.name for one in answer.papers}
        listed = "、".join(names.get(slug, slug) for slug in request.newspaper)
        found.append(_("只看%(papers)s。") % {"papers": listed})
    return found


def outcome(answer: Answer) -> str:
    """`16 个有文章的地方中，12 个出现过；最早的是济南市（2021年3月2日）；含有此词的文章共 80 篇。`"""
    trace = answer.trace
    parts = [
        ngettext(
            "%(held)s 个有文章的地方中，%(count)s 个出现过",
            "%(held)s 个有文章的地方中，%(count)s 个出现过",
            len(trace.adopted),
        )
        % {"count": len(trace.adopted), "held": len(trace.held)}
    ]
    if trace.adopted:
        first = trace.adopted[0]
        named = [one.area.name for one in trace.adopted if one.rank == 1]
        told = (
            _("最早的是%(places)s等（%(day)s）")
            if len(named) > MOST
            else _("最早的是%(places)s（%(day)s）")
        )
        parts.append(told % {"places": "、".join(named[:MOST]), "day": cn_date(first.day)})
        parts.append(_("含有此词的文章共 %(count)s 篇") % {"count": f"{trace.total:,}"})
    return _("%(parts)s。") % {"parts": _("；").join(parts)}


def caution() -> str:
    return _(
        "首次见报只是档案所收文章中的首次：在收录开始以前、缺期和未收的报纸里可能出现得更早。"
        "首次见报距该地收录开始不足 %(days)s 天的，标“可能更早”。"
    ) % {"days": EARLY}


def title(request: DiffusionRequest) -> str:
    return _("“%(term)s”的扩散") % {"term": brief(request.q)} if request.q else _("扩散")
