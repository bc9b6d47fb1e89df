"""English words that are forms of one word: `repatriation`, `repatriated` and `repatriating`.

The stems are those of Snowball's English stemmer (snowballstem.org), put right where it joins words that
mean different things or parts forms of one word. The lists were made by reading what it does with the words
of this field; they are ours.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, Final

__all__ = ["is_english", "stem"]

_ENGLISH: Final = re.compile(r"[a-z]{3,}")

#: Forms of one word that the stemmer does not join, the stem's own word first.
_TOGETHER: Final = """
child children; woman women; man men; foot feet; tooth teeth; wife wives; life lives; knife knives; thief thieves
half halves; crisis crises; analysis analyses; hypothesis hypotheses; thesis theses; criterion criteria
phenomenon phenomena; datum data
flee fled; begin began begun; bring brought; build built; buy bought; catch caught; choose chose chosen; come came
deal dealt; drink drank drunk; drive drove driven; eat ate eaten; feed fed; feel felt; fight fought
fly flew flown; forbid forbade forbidden; forget forgot forgotten; freeze froze frozen; get got gotten; give gave given
go went gone; grow grew grown; hide hid hidden; hold held; keep kept; know knew known; lose lost; make made; meet met
pay paid; ride rode ridden; run ran; say said; see seen; seek sought; sell sold; send sent; shoot shot; sing sang sung
sink sank sunk; sleep slept; speak spoke spoken; spend spent; stand stood; steal stole stolen; strike struck stricken
swear swore sworn; swim swam swum; take took taken; teach taught; tell told; think thought; throw threw thrown
understand understood; wear wore worn; weep wept; win won; withdraw withdrew withdrawn; write wrote written
arise arose arisen; beat beaten; become became; bite bit bitten; break broke broken; overthrow overthrew overthrown
shake shook shaken; sit sat; tear tore torn; undergo underwent undergone; mislead misled; overcome overcame
wolf wolves; shelf shelves; loaf loaves; scarf scarves; calf calves; self selves; hoof hooves; goose geese; mouse mice
louse lice; index indices indexes; appendix appendices; matrix matrices; memorandum memoranda; bacterium bacteria
curriculum curricula; alumnus alumni; stimulus stimuli; oasis oases; diagnosis diagnoses; parenthesis parentheses
forgive forgave forgiven; foresee foresaw foreseen; rebuild rebuilt; rewrite rewrote rewritten; retell retold
withhold withheld; withstand withstood; uphold upheld; undertake undertook undertaken; mistake mistook mistaken
fall fell fallen; wake woke woken; weave wove woven; bleed bled; breed bred; lead led; shrink shrank shrunk
sweep swept; creep crept; cling clung; dig dug; draw drew drawn; blow blew blown; rise risen; swing swung; hang hung
kneel knelt; mean meant; lay laid; lend lent; stick stuck; slide slid; leap leapt; learn learnt; burn burnt
dream dreamt; strive strove striven; redraw redrew redrawn
traffic trafficked trafficking trafficker traffickers; smuggle smuggler smugglers; starve starvation
detain detainee detainees detention detentions; escape escapee escapees; deport deportee deportees
return returnee returnees; abduct abductee abductees; evacuate evacuee evacuees; donate donor donors
settle settlement settlements; resettle resettlement; imprison imprisonment; enforce enforcement
kidnap kidnapper kidnappers; interrogate interrogator interrogators; persecute persecutor persecutors
perpetrate perpetrator perpetrators; survive survivor survivors; negotiate negotiator negotiators
translate translator translators; interpret interpreter interpreters; educate educator educators
centre center centres centers; theatre theater theatres theaters; metre meter metres meters
kilometre kilometer kilometres kilometers; litre liter litres liters; fibre fiber fibres fibers
defence defense defences defenses; offence offense offences offenses; licence license licences licenses
programme program programmes programs; grey gray; aluminium aluminum
judgement judgment judgements judgments; ageing aging; counsellor counselor counsellors counselors
traveller traveler travellers travelers; labelled labeled; cancelled canceled; jewellery jewelry
"""

#: Words that the stemmer joins with others of another meaning; each stands with its own forms alone.
_APART: Final = """
humane humanely humaneness; humanity humanities; humanism humanist humanists
important importance importantly; relative relatives; relatively; relativity; executive executives
animate animated animation animations animator; author authors authored authoring
authorize authorized authorizes authorizing authorization authorise authorised authorisation
experience experiences experienced experiencing
rational rationally rationality rationalism rationalize rationalise; mineral minerals; physics
capitalism; capitalize capitalized capitalise capitalised; nationalism; nationality nationalities
nationalize nationalized nationalization nationalise nationalised nationalisation
objective objectives objectively objectivity; several severally; sever severed severing severs severance
socialism; socialize socialized socializing socialise; conservative conservatives conservatively
conversion conversions; conversant converse conversely; accession accessions; procession processions
succession successive successively successions; position positions positioned positioning
format formats formatted formatting; respective respectively; respectable respectability
corporal corporals corporeal; morale; critical critically; publication publications
publicity publicize publicized; contention contentions; customs; customer customers
customize customized customise customised; extension extensions; operative operatives; petite petites
defective defectives; polite politely politeness; liberal liberals liberalism liberally
liberalize liberalized liberalization liberalise liberalised; minority minorities; majority majorities
mobilize mobilized mobilization mobilizing mobilise mobilised mobilisation
privatize privatized privatization privatise privatised; privateer privateers; privation privations
transition transitions transitional; transitive; numeral numerals numeric numerical; numerous
digit digits; arming armful; applicable applicability; continence
civilization civilizations civilisation civilisations civilize civilized civilise civilised; deportment
escapism; militate militated; medication medications medicate medicated
hospital hospitals hospitalize hospitalized; hospitable hospitably hospitality; electoral electorate
adoptive; aide aides; courtly; deadly; lawful lawfully; stately; general generally
"""

_SPELLED_IZE: Final = re.compile(r"is(?:e|es|ed|er|ers|ing|ation|ations|ational)$")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a folded word: equal for the forms of one English word. Other words are their own stem.

    >>> stem("repatriation") == stem("repatriated"), stem("university") == stem("universe")
    (True, False)
    """
    if not is_english(word):
        return word
    return _special().get(word) or _regular(word)


def is_english(word: str) -> bool:
    """Whether a folded word can have English endings: three or more letters from a to z."""
    return _ENGLISH.fullmatch(word) is not None


def _regular(word: str) -> str:
    found: str = _stemmer().stemWord(word)
    if len(found) >= 5 and found.endswith("our"):
        return f"{found[:-3]}or"  # labour, labor
    if found.endswith("is") and _SPELLED_IZE.search(word):
        return f"{found[:-2]}iz"  # organise, organize
    return found


@cache
def _stemmer() -> Any:
    import snowballstemmer  # noqa: PLC0415 - only for a search

    return snowballstemmer.stemmer("english")


@cache
def _special() -> dict[str, str]:
    """Stems by word for the words of the two lists."""
    found = {}
    for group in _groups(_TOGETHER):
        joined = _regular(group[0])
        found.update(dict.fromkeys(group, joined))
    for group in _groups(_APART):
        own = f"{group[0]}+"
        found.update({word: own for word in group if word not in found})
    return found


def _groups(table: str) -> list[list[str]]:
    return [
        group.split() for line in table.strip().splitlines() for group in line.split(";") if group.strip()
    ]
