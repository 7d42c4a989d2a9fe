"""A closed list of words that exclude one another."""

from collections.abc import Iterator
from functools import cache

from tutor.quiz.grading.lexicon import alike
from tutor.quiz.grading.stems import stem

# Each pair excludes the other.
_ANTONYMS = """
allowed denied; allowed blocked; authorized forbidden; permitted refused; accept reject; enabled disabled; on off
active passive; active inactive; public private; internal external; inside outside; inner outer; inbound outbound
ingress egress; incoming outgoing; synchronous asynchronous; sync async; stateful stateless; mutable immutable
static dynamic; fixed variable; fixed flexible; increase decrease; increasing decreasing; more less; more fewer
bigger smaller; larger smaller; big small; large small; higher lower; high low; up down; upper lower; above below
over under; maximum minimum; max min; most least; longer shorter; long short; first last; before after; early late
earliest latest; start end; begin end; open close; open closed; left right; horizontal vertical
vertically horizontally; top bottom; front back; away towards; away toward; from to; forward backward
forwards backwards; positive negative; plus minus; positive neutral; negative neutral; male female; hot cold
warm cold; wet dry; hard soft; heavy light; thick thin; fast slow; faster slower; speed slow; quick slow
single multiple; single multi; one multi; one many; same different; same other; equal unequal; all none; always never
both neither; everything nothing; everyone nobody; true false; right wrong; correct incorrect; yes no; valid invalid
legal illegal; lawful unlawful; void voidable; void valid; guilty innocent; add remove; create delete; create destroy
attach detach; encrypt decrypt; encode decode; lock unlock; import export; upload download; push pull; read write
allocate free; allocate deallocate; primary secondary; primary replica; master slave; major minor; parent child
source destination; source target; sender receiver; client server; temporary permanent; volatile persistent
ephemeral persistent; optional mandatory; optional required; automatic manual; regional global; local global
local remote; strong weak; strong eventual; cheap expensive; cheapest dearest; safe unsafe; safe dangerous
normal abnormal; acute chronic; benign malignant; systolic diastolic; systole diastole; anterior posterior
ventral dorsal; superior inferior; medial lateral; proximal distal; superficial deep; afferent efferent; sensory motor
sympathetic parasympathetic; flexion extension; flexor extensor; abduction adduction; artery vein; arterial venous
atrium ventricle; aerobic anaerobic; acid base; acidic basic; acidic alkaline; oxidation reduction; oxidised reduced
oxidized reduced; endothermic exothermic; solid liquid; liquid gas; anode cathode; cation anion; haploid diploid
dominant recessive; homozygous heterozygous; prokaryotic eukaryotic; prokaryote eukaryote; mitosis meiosis
genotype phenotype; anabolic catabolic; anabolism catabolism; absorb release; absorb emit; consumes releases
consume produce; gain lose; keep lose; gains loses; plaintiff defendant; claimant defendant; prosecution defence
civil criminal; express implied; voluntary involuntary; murder manslaughter; theft robbery; libel slander; rea actus
mens actus; victory defeat; won lost; win lose; war peace; north south; east west; northern southern; eastern western
ally enemy; allies axis; monarchy republic; democracy dictatorship; catholic protestant; rich poor
referenced unreferenced; used unused; compiled interpreted; stack queue; stack heap; lifo fifo; ascending descending
signed unsigned; little big; blocking nonblocking; indicated contraindicated; agonist antagonist; inhibit stimulate
inhibits activates; constrict dilate; constriction dilation; vasoconstriction vasodilation; contract relax
contraction relaxation; hyper hypo; relaxed tense; inhale exhale; inspiration expiration; separate together
separated combined; individual group; individual collective; direct indirect; explicit implicit; simple complex
simple composite; tcp udp; full empty; full partial; whole part; complete incomplete; independent dependent
"""


@cache
def opposites_of(word: str) -> frozenset[str]:
    """Return the stems that a stem excludes."""
    return _opposites().get(word, frozenset())


@cache
def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for pair in _ANTONYMS.replace("\n", ";").split(";"):
        if pair.strip():
            one, other = (stem(word) for word in pair.split())
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
    near_to = alike()
    return {word: frozenset(_far(word, near_to, found)) for word in {*found, *near_to}}


def _far(word: str, near_to: dict[str, set[str]], found: dict[str, set[str]]) -> Iterator[str]:
    """Yield what means the same as an opposite of what means the same as a word."""
    for near in near_to.get(word, {word}):
        for far in found.get(near, ()):
            yield from near_to.get(far, {far})
