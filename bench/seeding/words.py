"""The words that names are put together from, in English and French."""

from typing import NamedTuple

from allostream.lib.names import folded

# French adjectives that are the same for both genders, so that each goes with each noun.
ADJECTIVES = """
silent=tranquille red=rouge yellow=jaune famous=célèbre fragile=fragile strange=étrange immense=immense swift=rapide
lonely=solitaire fierce=farouche sad=triste noble=noble rich=riche poor=pauvre young=jeune supple=souple
clumsy=malhabile rare=rare sincere=sincère faithful=fidèle terrible=terrible peaceful=paisible invisible=invisible
possible=possible impossible=impossible incredible=incroyable admirable=admirable honest=honnête vast=vaste
humble=humble sombre=sombre pale=pâle sublime=sublime secretive=énigmatique tragic=tragique comic=comique
magic=magique mystic=mystique epic=épique heroic=héroïque electric=électrique exotic=exotique fantastic=fantastique
romantic=romantique poetic=poétique nordic=nordique tropical=torride modern=moderne antique=antique mobile=mobile
"""
NOUNS = """
house=La Maison road=La Route river=La Rivière bridge=Le Pont harbour=Le Port island=L’Île mountain=La Montagne
forest=La Forêt garden=Le Jardin city=La Ville village=Le Village castle=Le Château tower=La Tour gate=La Porte
window=La Fenêtre mirror=Le Miroir lamp=La Lampe clock=L’Horloge letter=La Lettre book=Le Livre diary=Le Journal
song=La Chanson dance=La Danse waltz=La Valse violin=Le Violon piano=Le Piano drum=Le Tambour bell=La Cloche
train=Le Train ship=Le Navire boat=La Barque wheel=La Roue engine=La Machine factory=L’Usine mine=La Mine
farm=La Ferme field=Le Champ vineyard=La Vigne orchard=Le Verger mill=Le Moulin well=Le Puits spring=La Source
sea=La Mer lake=Le Lac desert=Le Désert storm=La Tempête snow=La Neige rain=La Pluie wind=Le Vent fire=Le Feu
shadow=L’Ombre dream=Le Rêve night=La Nuit day=Le Jour morning=Le Matin evening=Le Soir winter=L’Hiver summer=L’Été
king=Le Roi queen=La Reine prince=Le Prince princess=La Princesse soldier=Le Soldat captain=Le Capitaine
sailor=Le Marin doctor=Le Médecin judge=Le Juge teacher=Le Maître painter=Le Peintre poet=Le Poète singer=Le Chanteur
dancer=Le Danseur clown=Le Clown thief=Le Voleur detective=Le Détective stranger=L’Étranger widow=La Veuve
orphan=L’Orphelin mother=La Mère father=Le Père sister=La Sœur brother=Le Frère friend=L’Ami neighbour=Le Voisin
wedding=Le Mariage journey=Le Voyage voyage=La Traversée escape=L’Évasion return=Le Retour promise=La Promesse
secret=Le Secret treasure=Le Trésor crown=La Couronne ring=La Bague mask=Le Masque sword=L’Épée rose=La Rose
lily=Le Lys wolf=Le Loup bear=L’Ours horse=Le Cheval bird=L’Oiseau eagle=L’Aigle fish=Le Poisson butterfly=Le Papillon
circus=Le Cirque theatre=Le Théâtre hotel=L’Hôtel inn=L’Auberge school=L’École prison=La Prison hospital=L’Hôpital
church=L’Église market=Le Marché fair=La Foire street=La Rue square=La Place
"""
PLACES = """
Paris Lyon Marseille Nantes Bordeaux Toulouse Lille Strasbourg Rennes Dijon Reims Grenoble Quimper Rouen Tours Limoges
Bruges=Bruges Ghent=Gand Brussels=Bruxelles Geneva=Genève Basel=Bâle Bern=Berne Berlin Munich Hamburg=Hambourg
Bremen=Brême Dresden=Dresde Leipzig Cologne Vienna=Vienne Prague Budapest Warsaw=Varsovie Cracow=Cracovie Riga
Stockholm Bergen Copenhagen=Copenhague Helsinki Dublin Cork Belfast London=Londres Bristol Glasgow Cardiff Madrid
Seville=Séville Barcelona=Barcelone Lisbon=Lisbonne Porto Rome Naples Turin Milan Venice=Venise Florence Genoa=Gênes
Bologna=Bologne Palermo=Palerme Trieste Zagreb Belgrade Sofia Bucharest=Bucarest Thessaloniki=Thessalonique Tunis
Tangier=Tanger Dakar Nairobi Durban Beirut=Beyrouth Damascus=Damas Tehran=Téhéran Delhi Bombay Madras Colombo Shanghai
Canton Kyoto Nagasaki Manila=Manille Sydney Perth Melbourne Quebec=Québec Montreal=Montréal Toronto Boston Chicago
Denver Dallas Seattle Memphis Buffalo Lima Santiago Valparaíso=Valparaiso
"""
GIVEN = """
Anna Bella Clara Diane Emma Flora Greta Helena Iris Julia Karin Laura Marie Nadia Paula Rosa Sarah Tilda Vera Wanda
Adam Boris Carl David Emil Felix Georg Henri Igor Jules Karl Louis Max Nils Oscar Paul Robert Simon Victor Walter
Alma Berthe Celia Dora Elsa Fanny Gilda Hilda Ida Jeanne Kate Lena Mona Nora Pearl Renée Stella Thea Una Viola
Alfred Basil Cyril Denis Edgar Frank Gustav Hugo Ivan Jack Kurt Leo Marcel Noel Pierre Rudolf Serge Tomas Ulrich Yves
Agnes Blanche Cora Daisy Edith Fay Gina Hazel Inga Joan Kitty Lil Mabel Nell Olga Pola Ruth Sonia Trudy Zita
"""
FAMILY_STARTS = "Al Bar Ber Cal Car Dal Del Dor Far Fer Gal Gar Hal Har Jan Kal Kar Lan Lar Mal Mar Nor Pal Per Ros"
FAMILY_ENDS = (
    "bert din dorf feld ford gard ier ini kov land ler lin man mont nard nov oni ott quet rand ren rier "
    "sen ser ski son stein tier ton tin val ville vic witz zel"
)
GENRES = """
drama=Drame comedy=Comédie documentary=Documentaire romance=Romance crime=Policier adventure=Aventure
animation=Animation western=Western horror=Horreur war=Guerre history=Histoire family=Famille fantasy=Fantastique
mystery=Mystère thriller=Thriller music=Musique musical=Comédie~musicale science-fiction=Science-fiction
biography=Biographie sport=Sport action=Action experimental=Expérimental nature=Nature travel=Voyage newsreel=Actualités
slapstick=Burlesque melodrama=Mélodrame noir=Noir serial=Feuilleton propaganda=Propagande
"""


class Word(NamedTuple):
    """A word with its forms for showing, searching and filing."""

    kind: str
    place: int
    en: str
    en_folded: str
    fr: str
    fr_folded: str
    fr_filed: str


def pairs(text: str) -> list[tuple[str, str]]:
    """English and French of a list above: `river=La Rivière`, or one word for both."""
    entries = " ".join(text.split()).replace("=La ", "=La~").replace("=Le ", "=Le~").split(" ")
    parted = (entry.partition("=") for entry in entries)
    return [(en, (fr or en).replace("~", " ")) for en, _, fr in parted]


def of(place: str) -> str:
    """The French for "of" with its noun."""
    return f"d’{place}" if folded(place)[0] in "aeiou" else f"de {place}"


def words() -> list[Word]:
    """All words by kind: adj, noun, tail (of a place, and a name), given and family."""
    tails = [(f"of {en}", of(fr)) for en, fr in pairs(PLACES)] + [(f"and {en}", f"et {fr}") for en, fr in pairs(GIVEN)]
    family = [f"{start}{end}" for start in FAMILY_STARTS.split() for end in FAMILY_ENDS.split()]
    kinds = {
        "adj": [(en.capitalize(), fr) for en, fr in pairs(ADJECTIVES)],
        "noun": [(en.capitalize(), fr) for en, fr in pairs(NOUNS)],
        "tail": tails,
        "given": pairs(GIVEN),
        "family": [(name, name) for name in family],
    }
    return [word(kind, place, en, fr) for kind, all_ in kinds.items() for place, (en, fr) in enumerate(all_)]


def word(kind: str, place: int, en: str, fr: str) -> Word:
    """A word with its derived forms; nouns are filed without their French article."""
    plain = folded(fr)
    article = plain.split()[0] if kind == "noun" else ""
    return Word(kind, place, en, folded(en), fr, plain, plain[len(article) :].strip())
