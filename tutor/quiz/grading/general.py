"""Closed lists of words that do not tell one answer from another: heads and titles of names, makers, small talk."""

from functools import cache

from tutor.quiz.grading.stems import stem

# Too general to tell one thing from another of its kind. A head may be left out at the end of a name ("phrenic nerve"),
# a title at its beginning ("Treaty of Versailles"); alone they are no answer.
_HEADS = """
service system protocol instance database type kind class mode model method function algorithm process phase stage
policy record engine layer level group rule list table value size name thing option feature tool platform server
application program software hardware device network language framework library package module component element
object item unit part section area region zone place point line side form state status order case rate ratio
disease syndrome disorder condition deficiency illness nerve muscle bone artery vein gland hormone enzyme
protein cell cells tissue organ molecule atom ion compound drug medicine antibiotic agent agents therapy
treatment test sign reaction bond acid law act statute court amendment principle doctrine theory theorem rule standard
clause article treaty agreement pact war battle revolution empire kingdom dynasty party movement period age era century
year river country city state nation port keyword command operator modifier structure pattern scaling replication
retrieval traffic transport storage store balancer manager management key keys queue tier plan pricing purchasing scheme
approach technique strategy effect force particle planet star wave energy currency apparatus symptom data code error
document file format page letter strand chain republic statement property attribute workload
bucket island lake sea ocean village fiber fibre cable count
people person man woman company time times day days sac sacs faction inheritance requirement
"""
_TITLES = """
king queen emperor empress president prime minister sultan tsar pope duke earl saint general captain treaty peace battle
war siege act statute article section clause amendment rule principle doctrine theory law port layer level type group
class phase stage grade factor vitamin hormone enzyme gene disease syndrome river lake mount mountain cape bay gulf city
town state kingdom empire republic dynasty house bank university command keyword function method operator
http status tcp udp
"""

_VENDORS = frozenset(
    "ieee iso ansi amazon aws microsoft azure google gcp apple apache ibm oracle adobe meta facebook linux gnu".split()
)
# Said beside an answer, and no part of it.
_FILLERS = frozenset(
    """number amount quantity across every between against v mr mrs ms dr sir lord lady prof it its he she they them
    their there this that these those i we you his her an a the of to in on for by with from at into onto as
    and or is are was were be been being am do does did has have had having will would can could may might
    should shall which who whom whose what when where why how so then than also too very just really simply
    basically called named known think guess believe probably maybe perhaps answer means meaning stands stand
    ie eg etc per each any some such own about around your my me our if because since while during within
    among theyre thats through via using used use uses based happen happens refers refer usually generally
    typically only up all both always must let lets get gets got make makes made take takes took give given
    gives needs need able work works not no never none neither nor without nothing isnt dont doesnt cant wont
    lack lacks lacking non""".split()
)


@cache
def heads() -> frozenset[str]:
    """Return the stems that tell nothing at the end of a name."""
    return frozenset(stem(word) for word in _HEADS.split())


@cache
def titles() -> frozenset[str]:
    """Return the stems that tell nothing at the beginning of a name."""
    return frozenset(stem(word) for word in _TITLES.split())


def is_vendor(word: str) -> bool:
    """Say whether a folded word names who makes a thing."""
    return word in _VENDORS


def is_filler(word: str) -> bool:
    """Say whether a folded word may stand beside an answer without being part of it."""
    return word in _FILLERS
