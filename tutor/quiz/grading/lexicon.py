"""Closed lists of the language: words that say the same, that say the opposite, that are too general to tell.

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
end stop finish terminate halt cease conclude
buy purchase
help assist aid support
cheap inexpensive
cheapest lowest-cost
costly expensive
delete remove erase destroy lose gone
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
same identical equal
different distinct other
again another repeat repeated
single one sole
double two twofold twice
whole entire full complete total
part portion section piece
show display present
hide conceal
send transmit deliver
receive get obtain
keep retain store hold save preserve
use utilize utilise employ
choose select pick
try attempt
find locate discover
protect defend guard shield secure
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
judge decide adjudicate determine
liberty freedom
catalyse accelerate faster speed
"""

# Names of one thing: long form and short.
_ALIASES = """
uk=united kingdom=great britain=britain
us=usa=united states=united states of america
ussr=soviet union
eu=european union
un=united nations
prc=people's republic of china
wwi=ww1=world war i=world war 1=first world war
wwii=ww2=world war ii=world war 2=second world war
o2=oxygen
h2o=water
co2=carbon dioxide
atp=adenosine triphosphate
dna=deoxyribonucleic acid
rna=ribonucleic acid
ecg=ekg=electrocardiogram
iv=intravenous
bp=blood pressure
mrna=messenger rna
trna=transfer rna
rrna=ribosomal rna
gbh=grievous bodily harm
udp=user datagram protocol
tcp=transmission control protocol
http=hypertext transfer protocol
dns=domain name system
ip=internet protocol
db=database
os=operating system
cpu=central processing unit=processor
vm=virtual machine
o(1)=constant=constant time
o(log n)=log n=logarithmic=logarithmic time
o(n)=linear=linear time
o(n log n)=n log n=linearithmic
o(n^2)=n^2=quadratic=quadratic time=n squared
o(n^3)=n^3=cubic=cubic time=n cubed
o(2^n)=2^n=exponential=exponential time
"""

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
single multiple; one many; same different; equal unequal; all none; always never; both neither; everything nothing
everyone nobody; true false; right wrong; correct incorrect; yes no; valid invalid; legal illegal; lawful unlawful
void voidable; void valid; guilty innocent; add remove; create delete; create destroy; attach detach; encrypt decrypt
encode decode; lock unlock; import export; upload download; push pull; read write; allocate free; allocate deallocate
primary secondary; primary replica; master slave; major minor; parent child; source destination; source target
sender receiver; client server; temporary permanent; volatile persistent; ephemeral persistent; optional mandatory
optional required; automatic manual; regional global; local global; local remote; strong weak; strong eventual
cheap expensive; cheapest dearest; safe unsafe; safe dangerous; normal abnormal; acute chronic; benign malignant
systolic diastolic; systole diastole; anterior posterior; ventral dorsal; superior inferior; medial lateral
proximal distal; superficial deep; afferent efferent; sensory motor; sympathetic parasympathetic; flexion extension
flexor extensor; abduction adduction; artery vein; arterial venous; atrium ventricle; aerobic anaerobic; acid base
acidic basic; acidic alkaline; oxidation reduction; oxidised reduced; oxidized reduced; endothermic exothermic
solid liquid; liquid gas; anode cathode; cation anion; haploid diploid; dominant recessive; homozygous heterozygous
prokaryotic eukaryotic; prokaryote eukaryote; mitosis meiosis; genotype phenotype; anabolic catabolic
anabolism catabolism; absorb release; absorb emit; consumes releases; consume produce; gain lose; gains loses
plaintiff defendant; claimant defendant; prosecution defence; civil criminal; express implied; voluntary involuntary
murder manslaughter; theft robbery; libel slander; rea actus; mens actus; victory defeat; won lost; win lose
war peace; north south; east west; northern southern; eastern western; ally enemy; allies axis; monarchy republic
democracy dictatorship; catholic protestant; rich poor; referenced unreferenced; used unused; compiled interpreted
stack queue; stack heap; lifo fifo; ascending descending; signed unsigned; little big; blocking nonblocking
indicated contraindicated; agonist antagonist; inhibit stimulate; inhibits activates; constrict dilate
constriction dilation; vasoconstriction vasodilation; contract relax; contraction relaxation; hyper hypo
relaxed tense; inhale exhale; inspiration expiration; separate together; separated combined; individual group
individual collective; direct indirect; explicit implicit; simple complex; simple composite; full empty; full partial
whole part; complete incomplete; independent dependent
"""

# Too general to tell one thing from another of its kind: may be left out, and are no answer alone.
_GENERIC = """
service system protocol instance database type kind class mode model method function algorithm process phase stage
policy record engine layer level group rule list table value size name thing option feature tool platform server
application app program software hardware device network language framework library package module component element
object item unit part section area region zone place point line side end form state status order case rate ratio
disease syndrome disorder condition deficiency infection illness nerve muscle bone artery vein gland hormone enzyme
protein cell cells tissue organ molecule atom ion compound element drug medicine antibiotic agent agents therapy
treatment test sign reaction bond acid base law act statute court judge judgment amendment principle doctrine theory
theorem rule standard clause article treaty agreement pact accord war battle revolution empire kingdom dynasty party
movement period age era century year king queen emperor president prime minister river country city state nation port
keyword command operator modifier structure pattern scaling replication retrieval traffic transport storage store
balancer manager management access key keys queue tier plan pricing purchasing scheme approach technique strategy
effect force particle planet star wave energy unit currency transport apparatus symptom data code status error
document file page letter strand chain peace bay gulf lake mount cape duke earl republic saint
people person man woman company time times day days
"""

_VENDORS = frozenset(
    "amazon aws microsoft azure google gcp apple apache ibm oracle adobe meta facebook linux gnu".split()
)
# Said beside an answer, and no part of it.
_FILLERS = frozenset(
    """v mr mrs ms dr sir lord lady prof it its he she they them their there this that these those i we you his her an
    a the of to in on for by with from at into onto as and or is are was were be been being am do does did has
    have had having will would can could may might should shall which who whom whose what when where why how so
    then than also too very just really simply basically called named known think guess believe probably maybe
    perhaps answer means meaning stands stand ie eg etc per each any some such own about around your my me our
    if because since while during within between among theyre thats through via using used use uses based happen
    happens refers refer usually generally typically only up all both always must let lets get gets got make
    makes made take takes took give given gives needs need able work works not no never none neither nor without
    nothing isnt dont doesnt cant wont lack lacks lacking non""".split()
)


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
    return {word: frozenset(others) for word, others in found.items()}


@cache
def aliases() -> tuple[tuple[str, ...], ...]:
    """Return the names of one thing, lower-case, one tuple for each thing."""
    return tuple(tuple(line.split("=")) for line in _ALIASES.strip().splitlines())


@cache
def generic_words() -> frozenset[str]:
    """Return the stems that are too general to tell one thing from another."""
    return frozenset(stem(word) for word in _GENERIC.split())


def is_vendor(word: str) -> bool:
    """Say whether a folded word names who makes a thing."""
    return word in _VENDORS


def is_filler(word: str) -> bool:
    """Say whether a folded word may stand beside an answer without being part of it."""
    return word in _FILLERS
