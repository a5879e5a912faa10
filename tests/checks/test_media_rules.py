"""Films by their first bytes, and where lists of parts lead. Lists are made up in the shapes of the standards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.checks.media_rules import Container, container_of, first_of_dash, next_of_hls

AT = "https://cdn.example/films/general/master.m3u8"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00", Container.MP4),
        (b"\x00\x00\x00\x01mdat\x00\x00\x00\x00\x10\x00\x00\x00", Container.MP4),
        (b"\x00\x00\x00\x18styp\x00\x00\x00\x00msdh", Container.MP4),
        (b"\x1a\x45\xdf\xa3\x9fB\x86\x81", Container.WEBM),
        (b"OggS\x00\x02\x00\x00", Container.OGG),
        (b"FLV\x01\x05", Container.FLV),
        (b"RIFF\x24\x08\x00\x00AVI LIST", Container.AVI),
        (b"\x47" + bytes(187) + b"\x47" + bytes(10), Container.TS),
        (b"\xef\xbb\xbf#EXTM3U\n#EXT-X-VERSION:3", Container.HLS),
        (b"<?xml version='1.0'?>\n<!-- made -->\n<MPD xmlns='urn:mpeg:dash:schema:mpd:2011'>", Container.DASH),
        (b"\x00\x00\x01\xba\x44\x00", Container.PS),
        (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9", Container.ASF),
        (b"<html>", Container.NONE),
        (b"", Container.NONE),
        (b"RIFF\x24\x08\x00\x00WAVEfmt ", Container.NONE),
        (b"\x00\x00\x00\x03ftypisom", Container.NONE),
        (b"GET / HTTP", Container.NONE),
        (b"ID3\x03", Container.NONE),
    ],
)
def test_a_film_is_known_by_its_first_bytes(body, kind):
    assert container_of(body) is kind


@pytest.mark.parametrize(
    ("text", "led"),
    [
        (
            '#EXTM3U\n#EXT-X-DEFINE:NAME="at",VALUE="https://b.example/x"\n#EXTINF:4,\n{$at}/one two.ts?{$no}\n',
            ("https://b.example/x/one%20two.ts?{$no}", True),
        ),
        ("\ufeff#EXTM3U\r\n#EXTINF:4,\r\n../one.ts?t=a/b\r\n", ("https://cdn.example/films/one.ts?t=a/b", True)),
        (
            "#EXTM3U\n#EXTINF:4,A title\u2028in two lines\x85\none.ts\n",
            ("https://cdn.example/films/general/one.ts", True),
        ),
        ("#EXTM3U\r#EXTINF:4,\r?part=1\r", ("https://cdn.example/films/general/master.m3u8?part=1", True)),
        (
            "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=800000\nlow/list.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=2\nhigh.m3u8",
            ("https://cdn.example/films/general/low/list.m3u8", False),
        ),
        ("#EXTM3U\r\n#EXTINF:6,\r\n/part-1.ts\r\n", ("https://cdn.example/part-1.ts", True)),
        (
            '#EXTM3U\n#EXT-X-MAP:URI="init.mp4",BYTERANGE="720@0"\n#EXTINF:4,\n1.m4s',
            ("https://cdn.example/films/general/init.mp4", True),
        ),
        (
            '#EXTM3U\n#EXT-X-PART:DURATION=0.3,URI="part-1.mp4"\n',
            ("https://cdn.example/films/general/part-1.mp4", True),
        ),
        ("#EXTM3U\n#EXTINF:4,\nhttp://[bad/1.ts", None),
        ("#EXTM3U\n#EXT-X-ENDLIST", None),
        ("", None),
    ],
)
def test_a_playlist_leads_to_its_first_part(text, led):
    assert next_of_hls(text, AT) == led


MPD = '<MPD xmlns="urn:mpeg:dash:schema:mpd:2011">{}</MPD>'


@pytest.mark.parametrize(
    ("inside", "led"),
    [
        (
            '<BaseURL>dash/</BaseURL><Period><AdaptationSet mimeType="audio/mp4"><Representation id="a">'
            '<BaseURL>a.mp4</BaseURL></Representation></AdaptationSet><AdaptationSet mimeType="video/mp4">'
            '<SegmentTemplate initialization="$RepresentationID$/init.mp4" media="$RepresentationID$/$Number$.m4s"/>'
            '<Representation id="v1" bandwidth="900000"/></AdaptationSet></Period>',
            "https://cdn.example/films/general/dash/v1/init.mp4",
        ),
        (
            '<Period><AdaptationSet contentType="video"><SegmentTemplate media="$Bandwidth$-$Number%05d$-$Time$$$.m4s" '
            'startNumber="7"><SegmentTimeline><S t="90" d="4"/></SegmentTimeline></SegmentTemplate>'
            '<Representation id="v" bandwidth="500"/></AdaptationSet></Period>',
            "https://cdn.example/films/general/500-00007-90$.m4s",
        ),
        (
            '<Period><AdaptationSet><Representation id="v"><SegmentList><SegmentURL media="s1.m4s"/></SegmentList>'
            "</Representation></AdaptationSet></Period>",
            "https://cdn.example/films/general/s1.m4s",
        ),
        (
            '<Period><AdaptationSet><Representation id="v"><BaseURL>whole.mp4</BaseURL></Representation>'
            "</AdaptationSet></Period>",
            "https://cdn.example/films/general/whole.mp4",
        ),
        (
            "<BaseURL>http://[bad/</BaseURL><Period><AdaptationSet><Representation><BaseURL>a</BaseURL></Representation>"
            "</AdaptationSet></Period>",
            None,
        ),
        ("<Period/>", None),
    ],
)
def test_a_dash_list_leads_to_the_first_part_of_its_picture(inside, led):
    assert first_of_dash(MPD.format(inside), AT) == led


def test_a_list_with_a_document_type_leads_nowhere():
    assert first_of_dash("<!DOCTYPE MPD [<!ENTITY a 'b'>]><MPD><Period/></MPD>", AT) is None


@given(st.binary(max_size=600), st.text(max_size=300))
def test_whatever_a_host_sends_is_read(body, text):
    container_of(body)
    next_of_hls(text, AT)
    first_of_dash(text, AT)
    first_of_dash(MPD.format(text), AT)


def test_a_playlist_takes_variables_from_its_own_address():
    text = '#EXTM3U\n#EXT-X-DEFINE:QUERYPARAM="key"\n#EXT-X-MAP:URI="head.mp4?k={$key}"\n#EXTINF:4,\none.m4s\n'
    assert next_of_hls(text, f"{AT}?a=1&key=x%2Fy") == ("https://cdn.example/films/general/head.mp4?k=x/y", True)
    assert next_of_hls(text, AT) == ("https://cdn.example/films/general/head.mp4?k=", True)
