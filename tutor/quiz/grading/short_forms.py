"""A closed list of names that are one thing's, long and short, of what school has in common."""

from functools import cache

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
aws=amazon=amazon web services
na=na+=sodium
k+=potassium
ca=ca2+=calcium
mg=mg2+=magnesium
cl=cl-=chloride
fe=iron
cu=copper
zn=zinc
ag=silver
au=gold
hg=mercury
pb=lead
n2=nitrogen
h2=hydrogen
h+=proton=protons
co=carbon monoxide
nacl=sodium chloride
he=helium
ne=neon
ar=argon
li=lithium
si=silicon
al=aluminium=aluminum
br=bromine
udp=user datagram protocol
tcp=transmission control protocol
http=hypertext transfer protocol
dns=domain name system
ip=internet protocol
db=database
os=operating system
cpu=central processing unit=processor
vm=virtual machine
js=javascript
ts=typescript
k8s=kubernetes
o(1)=constant=constant time
o(log n)=log n=logarithmic=logarithmic time
o(n)=n=linear=linear time
o(n log n)=n log n=linearithmic
o(n^2)=n^2=quadratic=quadratic time=n squared
o(n^3)=n^3=cubic=cubic time=n cubed
o(2^n)=2^n=exponential=exponential time
"""


@cache
def aliases() -> tuple[tuple[str, ...], ...]:
    """Return the names of one thing, lower-case, one tuple for each thing."""
    return tuple(tuple(line.split("=")) for line in _ALIASES.strip().splitlines())
