"""A closed list of the language: words that say the same.

General, of no subject in particular beyond what school has in common. Entries are as written by people; how a word is
reduced before it is looked up is `words.stem`'s affair, so the lists are read through it.
"""

from functools import cache

from tutor.quiz.grading.stems import stem

# Words of a line say the same. A word may stand in several lines.
_SYNONYMS = """
authorized allowed permitted accepted
enabled on active activated
disabled off inactive deactivated
blocked denied refused rejected prohibited forbidden disallowed prevented
company organization organisation enterprise business firm corporation
image picture photo
quick fast rapid speedy swift
faster accelerate speed quicker
queries query lookup read search retrieval
big large great
increase bigger larger grow expand raise enlarge rise higher greater extend
increase more additional extra add added
decrease smaller reduce lower shrink decline drop diminish lessen fall
decrease fewer less reduce
begin start commence initiate launch onset
end stop finish terminate halt cease conclude exit leave quit
buy purchase
help assist aid support
cheap inexpensive
cheapest lowest-cost
costly expensive
delete remove erase destroy lose gone
absent lose gone missing
create make build produce generate form construct
change modify alter edit
fixed static constant unchanging
automatic automatically auto
required mandatory compulsory obligatory needed necessary
optional voluntary
unique distinct
multiple many several numerous
permanent persistent durable lasting
temporary ephemeral transient short-lived
main primary principal master chief
secondary standby backup
customer client buyer
doctor physician
illness disease sickness disorder
heart cardiac
kidney renal
liver hepatic
lung pulmonary
stomach gastric
brain cerebral
skin cutaneous dermal
blood haematic
bone osseous
breakdown decomposition
glucose sugar
negative minus
positive plus
layer level
monarch king royal crown sovereign
defendant accused
plaintiff claimant
lawyer attorney solicitor
intent intention intend
contract agreement
law statute legislation
payment fee charge
killing homicide
child kid minor
car automobile vehicle
worker employee labourer laborer
employer boss
war conflict
country nation state
ruler leader
battle fight
revolt rebellion uprising insurrection
alternative alternate
correct right true accurate
incorrect wrong false inaccurate
free frees freeing reclaim release
memory ram
capture remember close access
enclosing outer surrounding lexical containing
same equal
different distinct other
again another repeat repeated
single one sole
double two twofold twice
whole entire full complete total
part portion section piece
show display present
hide conceal
send transmit deliver
carry transport convey bear
receive get obtain
keep retain store hold save preserve
use utilize utilise employ
choose select pick
try attempt
find locate discover
protect defend guard shield secure fight
error mistake fault
method way technique approach
goal aim purpose objective
result outcome effect consequence
cause reason
job task work
worldwide global
internal private inside
external outside
machine server host computer
instance vm
spread distribute
divide split separate
combine merge join unite
copy duplicate replicate
connect link attach
quickly rapidly fast
happen occur
unchanged constant
check verify validate test
power authority
movement motion
move shift transfer
water h2o
usual normal typical common
first initial earliest
last final latest
old ancient
death dying mortality
injury damage harm trauma
swelling oedema edema
pain ache
fever pyrexia
tumour tumor neoplasm
cancer malignancy
medicine drug medication
vein venous
artery arterial
nerve neural
muscle muscular
clot thrombus
stroke cva
hypertensive hypertension
light photons
gas gaseous
region area zone
data information
subnet subnetwork
password passphrase
folder directory
function procedure routine
argument parameter
variable identifier
string text
list array
encrypted ciphered
scale scaling
probability likelihood chance
doubt uncertainty
prove proof
pay compensate
guilty culpable
agree consent
forbid ban prohibit
peasants serfs
emperor caesar
parliament legislature
bond linkage
spain spanish spaniard
portugal portuguese
france french
britain british english england
germany german
russia russian
greece greek
netherlands dutch
italy italian
europe european
america american
china chinese
japan japanese
turkey turkish ottoman
austria austrian
rome roman
judge justice
increase accelerate faster
decrease slower
lower less smaller
higher more greater
minimum smallest least lowest min
maximum largest greatest highest max biggest
beyond outside exceed
respiration breathing breath
linked dependent coupled tied
minimal negligible slight little tiny
iv intravenous intravenously
im intramuscular intramuscularly
sc subcutaneous subcutaneously
po oral
judge decide adjudicate determine
liberty freedom
catalyse accelerate faster speed
gateway gw
low decreased reduced lowered diminished
high raised elevated increased
management mgmt
configuration config
message msg
"""


@cache
def groups_of(word: str) -> frozenset[int]:
    """Return the numbers of the groups of synonyms that a stem is in."""
    return _groups().get(word, frozenset())


@cache
def _groups() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_SYNONYMS.strip().splitlines()):
        for word in line.split():
            found.setdefault(stem(word), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


@cache
def alike() -> dict[str, set[str]]:
    """Return the stems of the same meaning as each stem, itself among them."""
    lines = [{stem(word) for word in line.split()} for line in _SYNONYMS.strip().splitlines()]
    return {word: {other for line in lines if word in line for other in line} for line in lines for word in line}
