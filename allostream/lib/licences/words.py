"""How people say it: the parts of Creative Commons licences, and what else is written in fields for rights.

Plain text is searched (`plain.plain`), so the ways are given in lower case; accents do not matter. English, French,
German, Spanish, Italian, Portuguese and Dutch are meant to be complete, other languages have the official names.
"""

from allostream.lib.licences.plain import pattern


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# The parts of licences by their official names in each language, longer ways before their beginnings.
PARTS = {
    "NC": pattern(
        r"pas d utilisations? commerciales?", r"(?:utilisation|usage) non[ -]?commerciale?",
        r"(?:keine|nicht)[ -]?kommerzielle[nr]? (?:nutzung|zwecke?|verwendung)", r"nicht[ -]?kommerziell(?:e[nr]?)?",
        r"uso no[ -]?comercial", r"uso nao[ -]?comercial", r"non[ -]?commercial(?:ly)?(?:[ -]use)?(?: only)?",
        r"not for commercial (?:use|purposes)", r"no commercial use", r"non ?comm", r"no[ -]?comercial",
        r"non[ -]?commerciale", r"nao[ -]?comercial", r"niet[ -]?commercieel", r"niet[ -]?commerciele? gebruik",
        r"ickekommersiell", r"ikke[ -]?kommersiell", r"uzycie niekomercyjne", r"ei[ -]?kaupalliseen kayttoon",
        r"neuzivejte komercne", r"nekomercijalno", r"ne add el", r"necomercial", r"mitteariline eesmark",
        r"非商業性(?:使用)?", r"非商业性(?:使用)?", r"非営利", r"비영리", r"некоммерческое использование",
        r"некоммерческая", r"μη[ -]?εμπορικη χρηση",
    ),
    "ND": pattern(
        r"no[ -]?deriv(?:ative|ativ|ate)?s?(?:[ -]works?)?", r"non[ -]?deriv(?:ative)?s?", r"pas de modifications?",
        r"pas d oeuvres? derivees?", r"pas de travaux derives", r"keine bearbeitung(?:en)?",
        r"sin[ -]?obras?[ -]?derivadas?", r"sin[ -]?derivad[ao]s?", r"no derivad[ao]s?", r"non?[ -]?opere[ -]?derivate",
        r"sem[ -]?deriv(?:ados|adas|acoes)", r"vedada a criacao de obras derivadas", r"vedadas obras derivadas",
        r"nao a obras derivadas", r"geen[ -]?afgeleide[ -]?werken", r"inga[ -]?bearbetningar",
        r"ingen[ -]?bearbeidelse", r"bez utworow zaleznych", r"ei muutoksia", r"ei jalkiperaisia teoksia",
        r"nezasahujte do dila", r"bez prerada", r"ne valtoztasd", r"fara modificari", r"tuletatud teoste keeld",
        r"禁止改作", r"禁止演绎", r"改変禁止", r"변경금지", r"без производных(?: произведении)?",
        r"οχι παραγωγο εργο",
    ),
    "SA": pattern(
        r"share[ -]?a?[ -]?like", r"partage des conditions initiales a l identique", r"partage a l identique",
        r"partage dans les memes conditions", r"weitergabe unter (?:den )?gleichen bedingungen",
        r"compartir[ -]?(?:bajo la misma licencia|igual)", r"licencia(?:r|miento)(?: por)?[ -]?(?:igual|reciproco)",
        r"condividi allo stesso modo", r"compartilhamento pela mesma licenca", r"compartilha[ -]?igual",
        r"partilha nos termos da mesma licenca", r"partilha[ -]?igual", r"gelijk[ -]?delen", r"dela[ -]?lika",
        r"del[ -]?pa[ -]?samme[ -]?vilkar", r"na tych samych warunkach", r"sama lisenssi", r"jaa[ -]?samoin",
        r"zachovejte licenci", r"dijeli pod istim uvjetima", r"deliti pod istim uslovima", r"igy add tovabb",
        r"distribuire in conditii identice", r"jagamine samadel tingimustel", r"相同方式分享", r"相同方式共享",
        r"同一条件許諾", r"継承", r"동일조건변경허락", r"с сохранением условии", r"на тех же условиях",
        r"παρομοια διανομη",
    ),
    "BY": pattern(
        r"attributions?", r"paternite", r"namensnennung", r"reconocimiento", r"atribucion", r"attribuzione",
        r"atribuicao", r"naamsvermelding", r"erkannande", r"navngivelse", r"uznanie autorstwa", r"nimi mainittava",
        r"nimea", r"uvedte (?:autora|puvod)", r"imenovanje", r"autorstvo", r"nevezd meg", r"atribuire",
        r"autorile viitamine", r"priznanje avtorstva", r"署名", r"姓名標示", r"姓名标示", r"表示", r"帰属",
        r"저작자표시", r"с указанием авторства", r"αναφορα(?: δημιουργου)?",
    ),
}  # fmt: skip
# Words that stand beside a licence's name without changing it.
FILLER = (
    r"licen[cs]e[ds]?|licencia|licenza|licenca|licentie|lizenz|lizenziert|licens|lisens|licencja|the|a|an|la|le|"
    r"version|versione|versao|versie|ver|v|public|unported|international|internationale?|internacional|internazionale|"
    r"internationaal|generic|generique|generica|generico|genericka|universal|universel|non transpose|non transcrit|"
    r"nicht portiert|no adaptada|nao adaptada|reuse allowed|legal code|lizenzvertrag|type|cc|creative commons"
)
PUBLIC_DOMAIN = pattern(
    r"publ?ic[ -]?domain", r"domaine[ -]public", r"gemeinfrei\w*", r"gemeingut", r"dominio[ -]publico",
    r"pubblico[ -]dominio", r"dominio[ -]pubblico", r"publie[ck]e?[ -]?domein", r"domini[ -]public",
    r"allman egendom", r"offentlig\w* (?:eje|domaene)", r"domen[aiey]\w* publiczn\w*", r"общественно\w* достояни\w*",
    r"パブリックドメイン", r"公有领域", r"公有領域", r"pd-[a-z][a-z0-9-]*",
)  # fmt: skip
EXPIRED = pattern(
    r"copyrights? (?:has |have |is |was )?(?:expired|lapsed)", r"(?:expired|lapsed) copyrights?", r"out of copyright",
    r"(?:copyright )?(?:was |were )?(?:not|never) renewed", r"no longer (?:in|under|protected by) copyright",
    r"(?:no longer|not) protected(?: by copyright)?",
    r"(?:n est |ne sont )?(?:plus|pas) protegee?s?", r"nicht (?:mehr )?geschutzt", r"niet (?:meer )?beschermd",
    r"(?:no|ya no|nao|non|non piu) (?:esta |es |e )?(?:protegid[oa]s?|protett[oaie])",
    r"droits? (?:d auteurs? )?(?:expires?|echus?)", r"urheberrecht(?:sschutz)? (?:ist )?(?:erloschen|abgelaufen)",
    r"schutzfrist (?:ist )?abgelaufen", r"derechos (?:de autor )?(?:vencidos|caducados|expirados|prescritos)",
    r"diritti (?:d autore )?scaduti", r"direitos (?:autorais )?expirados", r"auteursrecht (?:is )?verlopen",
)  # fmt: skip
DEDICATED = pattern(
    r"public domain dedication", r"no rights reserved", r"aucun droit reserve", r"keine rechte vorbehalten",
    r"ningun derecho reservado", r"nessun diritto riservato", r"nenhum direito reservado", r"geen rechten voorbehouden",
    r"(?:dedicate[ds]?|release[ds]?|placed?|put|donated?|gave|given) (?:\w+ ){0,4}(?:in|to|into) the public domain",
    r"(?:verse|place|mis|depose)e?s? (?:\w+ ){0,2}(?:au|dans le) domaine public", r"waive[ds]? all (?:\w+ )?rights",
)  # fmt: skip
SAID_FREE = pattern(
    r"no[ -]copyrights?", r"copyright ?: ?(?:none|no)", r"not copyrighted", r"uncopyrighted", r"non[ -]copyrighted",
    r"copyright[ -]free",
    r"free (?:of|from) copyright", r"without copyright", r"(?:sans|sin|senza|sem) (?:copyright|droits? d auteur)",
    r"libres? de (?:tous )?droits?", r"lizenzfrei\w*", r"urheberrechtsfrei", r"libres? de (?:derechos|regalias)",
    r"(?:esente|libero|privo) da (?:diritti|copyright)", r"livres? de direitos", r"rechtenvrij", r"auteursrechtvrij",
    r"royalty[ -]free", r"free (?:for|to) (?:everyone to )?(?:all|any|use|share|copy|everyone)(?: use)?", r"copyleft",
    r"free for (?:any|all) (?:use|purpose)s?", r"feel free to (?:use|share|copy|download|re-?upload)",
    r"no permission (?:is )?(?:needed|required|necessary)", r"copyrighted free use", r"free content",
    r"reproduction autorisee", r"libre (?:diffusion|utilisation)", r"freie (?:nutzung|verwendung)", r"uso libre",
)  # fmt: skip
GOVERNMENT = pattern(
    r"(?:u\.? ?s\.?|united states|american) (?:federal )?government works?",
    r"works? of the (?:u\.? ?s\.?|united states) (?:federal )?government",
    r"pd-usgov[a-z0-9-]*", r"(?:17 u\.?s\.?c\.?|title 17) (?:§ ?|section )?105",
    r"oeuvre du gouvernement (?:federal )?(?:des etats[ -]unis|americain)",
)  # fmt: skip
NO_KNOWN = pattern(
    r"no known (?:copyright )?restrictions?(?: on publication)?", r"no known copyrights?",
    r"free of known (?:copyright )?restrictions?(?: under copyright law)?",
    r"aucune? (?:restriction de )?(?:droits? d auteur|restriction) connue?", r"absence de droits? d auteur connue?",
    r"kein urheberrecht(?:sschutz)? bekannt", r"keine bekannten urheberrechtlichen beschrankungen",
    r"sin restricciones conocidas(?: de derechos)?", r"nessuna restrizione (?:\w+ )?nota",
    r"geen auteursrecht(?:elijke beperkingen)? bekend",
)  # fmt: skip
ALL_RESERVED = pattern(
    r"all[ -]?rights?[ -]?reserved", r"tous(?: les)? droits(?: sont)? reserves", r"alle rechte(?: sind)? vorbehalten",
    r"(?:todos los |reservados todos los )?derechos reservados", r"todos los derechos",
    r"reservados todos los derechos",
    r"tutti i diritti(?: sono)? riservati", r"todos os direitos(?: sao)? reservados", r"alle rechten voorbehouden",
    r"direitos reservados", r"diritti riservati", r"droits reserves", r"alla rattigheter forbehallna",
    r"alle rettigheder forbeholdes", r"alle rettigheter reservert", r"wszelkie prawa zastrzezone",
    r"все права защищены", r"tots els drets reservats", r"kaikki oikeudet pidatetaan",
)  # fmt: skip
SOME_RESERVED = pattern(
    r"some rights reserved", r"certains droits reserves", r"einige rechte vorbehalten",
    r"algunos derechos reservados", r"alcuni diritti riservati", r"alguns direitos reservados",
    r"sommige rechten voorbehouden",
)  # fmt: skip
ASSERTED = pattern(
    r"©\w*(?! ?free)", r"\(c\) ?\w+", r"℗\w*",
    r"copyright (?:\(c\)|©|\d{4}|by|belongs?|owned|held|remains|retained)",
    r"copyright (?:holder|owner)s?", r"copyright(?:ed)? of", r"copyrighted", r"copyright protected",
    r"(?:protected|covered)(?: by (?:\w+ )?copyrights?)?", r"(?:under|in) copyright",
    r"copyrights? (?:has |have )?(?:not|never) (?:yet )?(?:expired|lapsed)",
    r"copyright(?! ?:? ?(?:status|info|information|free|notice|laws?|none|no|n/a|unknown|\?))",
    r"protegee?s?(?: par (?:le |les |un |des )?(?:droits? d auteurs?|copyright|droits?))?", r"geschutzt", r"beschermd",
    r"protegid[oa]s?", r"protett[oaie]", r"sous droits?(?: d auteurs?)?",
    r"soumise?s? (?:au|aux|a des|a) droits?(?: d auteurs?)?", r"droits d auteurs? proteges?",
    r"urheberrechtlich geschutzt\w*", r"(?:durch|vom) (?:das )?urheberrecht geschutzt", r"urheberrechtsschutz",
    r"(?:urheber|nutzungs)rechte (?:liegen|bei|gehoren|verbleiben)\w*", r"rechte (?:liegen )?beim? \w+",
    r"protegid[oa]s? por (?:los |las |el |leis? de )?(?:derechos?|direitos?|copyright|leyes)(?: de autor| autorais)?",
    r"(?:con|sujeto a) derechos de autor", r"derechos de autor (?:de|pertenecen)",
    r"direitos autorais (?:de|pertencem)",
    r"protett[oaie] da (?:copyright|diritti?(?: d autore)?)", r"coperto da copyright", r"sotto copyright",
    r"auteursrechtelijk beschermd", r"auteursrecht(?:en)? (?:berust|ligt|bij)\w*",
    r"beschermd door (?:het )?auteursrecht",
    r"rights? (?:belongs?|owned|held|remains?)", r"(?:les )?droits appartiennent", r"los derechos pertenecen",
)  # fmt: skip
HOST_TERMS = pattern(
    r"standard[ -]youtube[ -]licen[cs]e", r"youtube[ -]standard[ -]licen[cs]e",
    r"licence (?:youtube standard|standard youtube)",
    r"standard[ -]youtube[ -]lizenz", r"youtube[ -]?standard[ -]?lizenz",
    r"licencia (?:de )?(?:youtube estandar|estandar de youtube)",
    r"licenza (?:youtube standard|standard (?:di )?youtube)", r"licenca padrao do youtube",
    r"standaard[ -]?(?:youtube )?licentie(?: van youtube)?", r"youtube (?:licen[cs]e|terms(?: of service)?)",
    r"licence standard de youtube", r"youtube terms",
)  # fmt: skip
HOST_NAMES = frozenset({"youtube", "vimeo", "dailymotion", "facebook", "twitch", "rumble"})
NOT_MINE = pattern(
    r"no (?:copyright )?infringements? (?:is |was )?intended", r"(?:i|we) (?:do not|don t|dont) (?:own|claim)",
    r"(?:not my|not our) (?:property|video|film|work)", r"(?:i|we) own nothing", r"fair (?:use|dealing)",
    r"section 107",
    r"all rights (?:belong|go) to", r"rights belong to (?:their|its|the) (?:respective|original|rightful)",
    r"(?:je|nous) ne (?:possed\w+|deten\w+|detiens|suis)", r"aucune? (?:violation|infraction|atteinte)",
    r"keine urheberrechtsverletzung", r"alle rechte (?:liegen bei|gehoren) (?:den|dem|ihren)",
    r"no soy (?:el |la )?(?:duen[oa]|propietari[oa])", r"no poseo", r"non (?:possiedo|detengo)",
    r"nao (?:possuo|detenho|sou (?:o )?(?:dono|proprietario))", r"ich besitze keine", r"ik bezit",
    r"property of (?:their|its) (?:respective )?owners?",
)  # fmt: skip
TEACHING = pattern(
    r"(?:for )?(?:educational|teaching|research|scholarly|academic|classroom)(?:,? (?:and|or|&|,) ?\w+)?"
    r"(?: use| purposes?| only)+",
    r"(?:usages?|utilisation|fins?|but|cadre) (?:strictement |purement |exclusivement )?"
    r"(?:pedagogiques?|scolaires?|educati\w+)",
    r"(?:zu|fur) (?:reine )?(?:bildungs|lehr|unterrichts|forschungs|schul)\w*(?: zwecken?)?",
    r"uso (?:educativo|didattico|docente)",
    r"fines (?:educativos|didacticos)", r"(?:scopi|fini|scopo) (?:didattic|educativ)\w*",
    r"fins (?:educa\w+|didaticos)",
    r"(?:educatief gebruik|educatieve doeleinden|onderwijsdoeleinden)",
)  # fmt: skip
PRIVATE = pattern(
    r"(?:personal|private|home)(?:,? (?:and|or|&|,) ?\w+)? (?:use|viewing)(?: only)?",
    r"usages? (?:strictement )?(?:prives?|personnels?)",
    r"cercle (?:de famille|familial)", r"(?:privaten?|personlichen) (?:gebrauch|nutzung|zwecken?)", r"privatgebrauch",
    r"uso (?:estrictamente )?(?:personal|privado|personale|privato|pessoal)", r"(?:persoonlijk|prive) ?gebruik",
)  # fmt: skip
# Someone has to be asked, or something is forbidden. The standing sentence of Creative Commons is spared.
ASK = pattern(
    r"(?:with|without|by|prior|written|express|obtain\w*|requires?|seek|ask(?: for)?|under|special) (?:\w+ ){0,3}"
    r"(?:permission|consent|authori[sz]ation)",
    r"permission (?:is )?(?:required|needed|must|from|of|only)",
    r"contact (?:us|me|the \w+|\w+) (?:\w+ ){0,3}(?:for|to|if|before)",
    r"do not (?:re-?upload|copy|distribute|redistribute|use|share|repost|download)", r"no re-?uploads?",
    r"(?:reproduction|copying|redistribution|distribution|use|reuse|copie|diffusion|utilisation|reprise) (?:\w+ ){0,5}"
    r"(?:interdite?s?|prohibited|forbidden|not allowed|not permitted)",
    r"(?:sans|avec|sous reserve d|sur) (?:\w+ ){0,2}(?:autorisation|accord|permission)",
    r"autorisation (?:\w+ ){0,3}(?:requise|necessaire|obligatoire|prealable)",
    r"(?:nur |ohne |mit )(?:\w+ ){0,3}(?:genehmigung|erlaubnis|zustimmung)",
    r"(?:nutzung|vervielfaltigung|verbreitung|weitergabe) (?:\w+ ){0,3}(?:verboten|untersagt)",
    r"(?:sin|con|previa) (?:\w+ ){0,3}(?:permiso|autorizacion|consentimiento)",
    r"prohibid[ao]s? (?:\w+ ){0,3}(?:reproduccion|copia|uso|distribucion|reproducao)",
    r"(?:senza|con|previa) (?:\w+ ){0,3}(?:autorizzazione|permesso|consenso)",
    r"(?:riproduzione|copia|uso) (?:\w+ ){0,3}vietat[ao]", r"vietata la \w+",
    r"(?:sem|com|mediante) (?:\w+ ){0,3}(?:autorizacao|permissao)", r"proibid[ao] (?:a )?\w+",
    r"(?:zonder|met|na) (?:\w+ ){0,3}toestemming",
    r"(?:reproductie|kopieren|gebruik|verspreiding) (?:\w+ ){0,3}verboden", r"used with permission",
    r"unauthori[sz]ed", r"licensing (?:inquir|enquir|request)\w*",
    r"rights[ -]managed", r"embargo\w*",
)  # fmt: skip
SPARED = pattern(r"permissions? beyond the scope of this licen[cs]e may be available(?: at)?",
                 r"autorisations? au[ -]?dela du champ de cette licence\w*")  # fmt: skip
# Only a part is meant, or something is taken back.
EXCEPT = pattern(
    r"except(?:ing|ion|ions)?(?: for| where| when)?", r"unless (?:otherwise|noted|stated|indicated|specified)",
    r"(?:does|do) not (?:apply|cover|include)", r"(?:not|non) includ(?:ed|ing)", r"excluding",
    r"third[ -]party (?:content|material|footage|music|rights)",
    r"sauf(?: mention| indication| exception| pour)?", r"hors (?:musique|images|extraits)", r"a l exception d\w*",
    r"excepte", r"hormis",
    r"sofern nicht", r"soweit nicht", r"ausgenommen", r"mit ausnahme", r"außer",
    r"salvo(?: que| donde| indicacion)?", r"excepto", r"a excepcion",
    r"tranne", r"eccetto", r"ad eccezione", r"salvo diversa", r"exceto", r"tenzij", r"behalve", r"met uitzondering",
    r"(?:music|soundtrack|musique|musik|musica|muziek|footage|images|bilder|imagenes|logos?) (?:\w+ ){0,3}"
    r"(?:©|\(c\)|copyright\w*|all rights reserved|not included)",
    r"(?:parts?|portions?|some (?:material|content|clips)) (?:of \w+ \w+ )?(?:is|are|may be) (?:\w+ )?"
    r"(?:copyright\w*|protected)",
)  # fmt: skip
# A licence for something else than the film: what a description credits most often is its music.
PART = pattern(
    r"music(?: credits?| licen[cs]e)?", r"songs?", r"(?:sound ?)?tracks?", r"sounds?(?: effects?)?", r"sfx", r"bgm",
    r"audio", r"fonts?",
    r"images?", r"photos?(?:graphs?)?", r"pictures?", r"footage", r"clips?", r"thumbnails?", r"posters?", r"artwork",
    r"subtitles?",
    r"captions?", r"transcripts?", r"translations?", r"slides", r"text", r"metadata", r"(?:web ?)?(?:site|page)s?",
    r"source code",
    r"musiques?", r"chansons?", r"bande[ -](?:son|originale)", r"extraits?", r"affiches?", r"sous[ -]titres?",
    r"textes?", r"diapositives",
    r"musik", r"lieder", r"lied", r"ton", r"bild(?:er|material)?", r"fotos?", r"untertitel", r"schrift(?:art)?",
    r"plakat", r"folien",
    r"musica", r"cancion(?:es)?", r"imagenes", r"imagen", r"subtitulos", r"texto", r"canzon[ei]", r"immagin[ei]",
    r"sottotitoli", r"testo",
    r"imagens", r"legendas", r"trilha sonora", r"muziek", r"beelden", r"afbeeldingen", r"ondertitels?",
    r"ondertiteling", r"tekst",
)  # fmt: skip
# A licence that was, or one that is only like it.
GONE = pattern(
    r"formerly", r"previously", r"used to be", r"revoked", r"withdrawn", r"anciennement", r"revoquee?", r"retiree?",
    r"ehemals", r"fruher",
    r"widerrufen", r"anteriormente", r"revocad[ao]", r"precedentemente", r"voorheen",
    r"(?:compatible|similar|equivalent)(?: with| to)?",
    r"(?:kompatibel|ahnlich|compatibil\w*|simil\w*)",
)  # fmt: skip
# What will be, in languages where that is not also how one says what is done.
TO_COME = r"will|going to|to be|sera|sara|saran|seront"
BUT = {
    "en": r"but|however|although|yet", "fr": r"mais|cependant|toutefois|neanmoins", "de": r"aber|jedoch|allerdings",
    "es": r"pero|sin embargo|aunque", "it": r"ma|pero|tuttavia", "pt": r"mas|porem|contudo", "nl": r"maar|echter",
}  # fmt: skip
NOT = {
    "en": r"not|no|never|neither|nor|cannot|(?:is|are|was|were|does|do|did|has|have|ca)n t|(?:isn|aren|wasn|doesn)t",
    "fr": r"pas|jamais|aucune?|ni|non|n est plus|n a plus", "de": r"nicht|keine?[nrsm]?|nie|niemals|weder",
    "es": r"no|nunca|ningun[ao]?|tampoco|ni", "it": r"non|nessun[ao]?|mai|ne", "pt": r"nao|nunca|nenhum[ao]?|nem",
    "nl": r"niet|geen|nooit|noch",
    "pl": r"nie", "sv": r"inte|inga?|ej", "da": r"ikke|ingen", "ru": r"не|нет", "ca": r"no|cap",
}  # fmt: skip
# The work will be free one day: it is not today.
LATER = {
    "en": r"will|going to|soon|until|shall", "fr": r"tombera|entrera|sera|passera|bientot|deviendra",
    "de": r"(?:wird|werden)(?! als)|erst|bald|noch", "es": r"sera|entrara|pasara|estara|hasta",
    "it": r"sara|entrera|diventera|passera|fino",
    "pt": r"sera|entrara|passara|estara|ate", "nl": r"zal|wordt|zullen|pas",
}  # fmt: skip
MODAL = pattern(r"(?:may|might|could|should|must) be")
UNSURE = pattern(
    r"believed(?: to be)?", r"probably", r"presumably", r"apparently",
    r"i think",
    r"possibly", r"likely", r"supposed(?:ly)?", r"assumed?", r"to the best of (?:my|our) knowledge",
    r"as far as (?:i|we) know", r"peut[ -]?etre", r"probablement", r"semble\w*",
    r"presume\w*", r"vermutlich", r"wahrscheinlich", r"wohl", r"angeblich", r"probablemente", r"quizas?", r"al parecer",
    r"probabilmente", r"forse", r"provavelmente", r"talvez", r"waarschijnlijk", r"vermoedelijk", r"misschien",
)  # fmt: skip
IN_AMERICA = pattern(
    r"(?:in|within|inside) the (?:united states|u\.?s\.?(?:a\.?)?)(?: only)?", r"us only", r"in america",
    r"aux etats[ -]unis", r"in den (?:vereinigten staaten|usa)",
    r"en (?:los )?(?:estados unidos|ee\.? ?uu\.?)", r"negli (?:stati uniti|usa)", r"nos (?:estados unidos|eua)",
    r"in de (?:verenigde staten|vs)", r"pd-us[a-z0-9-]*",
)  # fmt: skip
SAYS_NOTHING = frozenset(
    {
        "", "none", "n/a", "na", "unknown", "unspecified", "undefined", "null", "nil", "-", "?", ".", "tbd", "other",
        "no license", "no licence", "not specified", "not set", "inconnu", "inconnue", "aucune licence",
        "non renseigne",
        "unbekannt", "keine", "keine lizenz", "keine angabe", "desconocido", "desconocida", "sin licencia",
        "sconosciuto",
        "desconhecido", "onbekend", "geen", "licence inconnue", "unknown license", "unknown licence",
        "copyright unknown?",
    }
)  # fmt: skip
STATEMENTS = {
    "InC-OW-EU": pattern(r"in copyright \W*eu orphan work", r"orphan works?(?: in the (?:eu|european union))?",
                         r"oeuvres? orphelines?(?: de l ue)?", r"verwaistes? werke?", r"obras? huerfanas?",
                         r"oper[ae] orfan[ae]", r"obras? orfas?", r"verweesde? werk(?:en)?"),
    "InC-EDU": pattern(r"in copyright \W*educational use permitted"),
    "InC-NC": pattern(r"in copyright \W*(?:non[ -]?commercial|NC) use permitted"),
    "InC-RUU": pattern(r"in copyright \W*rights[ -]holder\W*s?\W* unlocatable.*",
    r"rights?[ -]?holders? (?:unlocatable|unidentifiable|unknown|not found)"),
    "NoC-CR": pattern(r"no copyright \W*contractual restrictions"),
    "NoC-NC": pattern(r"no copyright \W*(?:non[ -]?commercial|NC) use only"),
    "NoC-OKLR": pattern(r"no copyright \W*other known legal restrictions"),
    "NoC-US": pattern(r"no copyright \W*united states"),
    "CNE": pattern(r"copyright not evaluated", r"copyright status not evaluated",
    r"(?:statut du )?droits? d auteur non evalues?",
                   r"urheberrechtsschutz nicht bewertet", r"(?:copyright|derechos de autor) no evaluados?",
                   r"copyright non valutato",
                   r"auteursrecht niet (?:geevalueerd|beoordeeld)", r"rights not evaluated"),
    "UND": pattern(r"copyright (?:status )?(?:undetermined|unknown)",
    r"(?:statut du )?droits? d auteurs? indetermines?",
                   r"urheberrechtsschutz ungeklart", r"rights? status unknown",
                   r"copyright (?:status )?(?:uncertain|unclear)",
                   r"copyright indeterminado", r"copyright indeterminato", r"statut juridique inconnu",
                   r"rechte(?:lage)? (?:ungeklart|unklar)"),
    "NKC": NO_KNOWN,
}  # fmt: skip
# Long words in which a slip of the fingers is mended, and short ones of other languages that look like such slips.
RIGHT = (
    "creative", "commons", "attribution", "sharealike", "noncommercial", "commercial", "noderivatives", "derivatives",
    "noderivs", "reserved", "copyright", "copyrighted", "public", "domain", "license", "licence", "standard", "youtube",
    "rights",
    "educational", "permission", "domaine", "reserves", "gemeinfrei", "vorbehalten", "universal", "international",
    "unported", "identique", "commerciale", "dominio", "publico",
)  # fmt: skip
KNOWN: frozenset[str] = _words(
    "attributions comercial comment comments commerce commercial commerciale common commonly comune comuns "
    "contribution contributions create created creates creatives creator creators demain derivative deserved "
    "distribution distributions domain domaine domains domein domini dominio dominion educationally internacional "
    "international internationale licenca licence licences licencia licens license licensed licenses licenza "
    "permissions preserved pubblico public publica publico publics publiek publieke publier publish reservados "
    "reserve reserved reservee reserver reserves riservati standards universal universale universel"
)
