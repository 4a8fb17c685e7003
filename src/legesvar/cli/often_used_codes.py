"""Some of the codes that are used most, in words of our own: for the demo, and until the official list is loaded."""

OFTEN_USED = """kode;tittel;sokeord
A01;Smerte flere steder;vondt verk
A03;Feber;
A04;Slapphet eller tretthet;trøtt sliten utmattet
A13;Bekymring for bivirkning;medisin
A44;Vaksinasjon;vaksine reise influensa
A77;Virussykdom;virus
A85;Bivirkning av medisin;
A92;Allergi;allergisk reaksjon
A97;Ingen sykdom;frisk
A98;Forebygging;råd livsstil
B80;Jernmangel med anemi;blodmangel
D01;Magesmerter;vondt mage
D02;Smerte i magesekken;magesår
D03;Halsbrann;sure oppstøt refluks
D07;Fordøyelsesplager;
D09;Kvalme;
D11;Diaré;løs mage
D12;Forstoppelse;treg mage
D84;Sykdom i spiserøret;refluks
D93;Irritabel tarm;
F03;Utflod fra øyet;
F70;Betennelse i øyets bindehinne;øyekatarr konjunktivitt
H01;Øreverk;vondt øre
H71;Mellomørebetennelse;otitt
H81;Ørevoks;vokspropp
K74;Hjertekrampe;angina
K78;Atrieflimmer;hjerterytme
K84;Annen hjertesykdom;
K86;Høyt blodtrykk;hypertensjon
K95;Åreknuter;
L01;Plager i nakken;vondt nakke
L03;Plager nederst i ryggen;vondt rygg lumbago
L08;Plager i skulderen;vondt skulder
L15;Plager i kneet;vondt kne
L86;Ryggplager med utstråling;isjias prolaps
L90;Slitasje i kneet;artrose
L92;Skuldersyndrom;frossen skulder
N01;Hodepine;vondt hode
N17;Svimmelhet;svimmel
N89;Migrene;
P01;Følelse av angst;uro nervøs
P03;Følelse av depresjon;trist nedstemt
P06;Søvnvansker;søvnløs insomni
P74;Angstlidelse;
P76;Depresjon;
P78;Utmattelse etter belastning;stress utbrent
R02;Tungpustet;åndenød dyspné
R05;Hoste;
R21;Plager i halsen;sår hals vondt
R74;Forkjølelse;øvre luftveier
R75;Bihulebetennelse;sinusitt
R76;Betennelse i mandlene;tonsillitt halsbetennelse
R78;Bronkitt;
R80;Influensa;
R81;Lungebetennelse;pneumoni
R95;Kols;kronisk lunge
R96;Astma;
R97;Allergi i nesen;høysnue pollen rhinitt
S02;Kløe;klør
S06;Utslett på ett sted;
S07;Utslett flere steder;
S74;Sopp i huden;fotsopp
S87;Atopisk eksem;
S88;Kontakteksem;
S96;Kviser;akne
T82;Fedme;overvekt
T86;For lavt stoffskifte;hypotyreose levaxin
T89;Diabetes som trenger insulin;sukkersyke type 1
T90;Diabetes uten insulin;sukkersyke type 2
T93;Høyt kolesterol;blodfett lipider
U01;Smerte ved vannlating;svie
U02;Hyppig vannlating;
U71;Blærebetennelse;urinveisinfeksjon cystitt
W11;Prevensjon med p-piller;
W78;Svangerskap;gravid
X11;Plager i overgangsalderen;hetetokter
X84;Betennelse i skjeden;utflod
Y85;Forstørret prostata;
Z05;Problem på jobben;arbeid
"""
