"""Korean family names and the romanisations their bearers use."""

from __future__ import annotations

from typing import Final

__all__ = ["IDEOGRAPHS", "ROMANISED"]

#: Family names in Hangul (the most frequent of Statistics Korea's census of 2015, with the forms of the North) and how
#: their bearers write them in Latin letters, beside what the systems of romanisation give.
ROMANISED: Final = {
    "김": "kim gim keem kym ghim", "이": "lee yi i rhee li rhie ree yee rie leigh ri",
    "리": "ri lee li rhee ree yi rhie",
    "박": "park pak bak bark pahk", "최": "choi choe ch'oe chwe choy tchoe tchoi chey",
    "정": "jung jeong chung chong cheong jong joung",
    "강": "kang gang khang kahng gahng", "조": "cho jo joe chough joh choh jho", "윤": "yoon yun youn yune",
    "장": "jang chang jahng",
    "임": "lim im yim rim leem rhim eem ihm", "림": "rim lim im yim leem rhim", "오": "oh o", "한": "han hahn",
    "신": "shin sin sheen shinn",
    "서": "seo suh so sur seoh su", "권": "kwon gwon kweon kwun", "황": "hwang whang", "안": "ahn an",
    "송": "song soung",
    "유": "yoo yu you ryu ryoo lyu yuh", "류": "ryu yoo yu ryoo lyu you rhyu ryou",
    "전": "jeon jun chun chon jon cheon jhun",
    "홍": "hong", "고": "ko go koh goh", "문": "moon mun", "양": "yang ryang lyang yahng", "량": "ryang yang lyang",
    "손": "son sohn",
    "배": "bae pae bai pai pay", "백": "baek paek paik baik back pek beck baeck", "허": "heo ho hur huh her hu",
    "남": "nam nahm",
    "심": "shim sim sheem", "노": "noh no roh ro rho", "로": "ro roh no noh rho", "하": "ha hah",
    "곽": "kwak gwak kwack",
    "성": "sung seong song soung", "차": "cha chah", "주": "joo ju chu choo", "우": "woo u wu",
    "구": "koo ku gu goo", "나": "na ra rah nah la",
    "라": "ra na rah la", "민": "min minn", "진": "jin chin jean", "지": "ji jee chi chee",
    "엄": "um eom om uhm eum", "채": "chae chai",
    "원": "won weon", "천": "chun cheon chon", "방": "bang pang bahng pahng", "공": "kong gong",
    "현": "hyun hyon hyeon",
    "함": "ham hahm",
    "변": "byun byeon pyon byon pyun", "염": "yeom yum yom ryom", "렴": "ryom yom yeom yum ryeom",
    "여": "yeo yo yuh ryo ryeo",
    "려": "ryo yo ryeo yeo", "추": "choo chu", "도": "do to doh toh", "소": "so soh", "석": "seok suk sok",
    "선": "sun seon son",
    "설": "seol sul sol", "마": "ma mah", "길": "gil kil", "연": "yeon youn yon yun ryon",
    "련": "ryon yon yeon", "위": "wi wee",
    "표": "pyo", "명": "myung myong myeong", "기": "ki gi kee", "반": "ban pan bahn", "왕": "wang",
    "금": "keum kum geum gum",
    "옥": "ok ock", "육": "yuk yook ryuk", "인": "in ihn", "맹": "maeng", "제": "je che jae", "모": "mo moh",
    "탁": "tak tahk",
    "국": "kook kuk guk gook", "어": "eo uh o", "은": "eun un", "편": "pyun pyon pyeon", "용": "yong ryong",
    "룡": "ryong yong",
    "예": "ye yea", "봉": "bong pong", "부": "boo pu bu", "사": "sa", "태": "tae t'ae thae tai",
    "계": "kye gye kay", "피": "pi",
    "동": "dong tong", "황보": "hwangbo hwangpo whangbo", "남궁": "namgung namgoong namkung namkoong",
    "제갈": "jegal chegal jaegal",
    "선우": "sunwoo seonu sonu sunoo", "독고": "dokgo tokko dokko", "사공": "sagong",
}  # fmt: skip

#: The ideographs of family names by their Hangul, those of the same census.
IDEOGRAPHS: Final = {
    hangul: tuple(written.split())
    for hangul, _, written in (
        row.strip().partition(" ")
        for row in """
    김 金; 이 李 異; 박 朴; 최 崔; 정 鄭 丁; 강 姜 康; 조 趙 曺 曹; 윤 尹; 장 張 蔣 章; 임 林 任;
    오 吳; 한 韓; 신 申 辛 愼; 서 徐; 권 權; 황 黃; 안 安; 송 宋; 유 柳 劉 兪 庾; 전 全 田 錢; 홍 洪;
    고 高; 문 文; 양 梁 楊; 손 孫; 배 裵 裴; 백 白; 허 許; 남 南; 심 沈; 노 盧 魯; 하 河; 곽 郭; 성 成;
    차 車; 주 朱 周; 우 禹; 구 具 丘; 나 羅; 민 閔; 진 陳 秦 晉; 지 池 智; 엄 嚴; 채 蔡; 원 元; 천 千;
    방 方 房; 공 孔; 현 玄; 함 咸; 변 卞 邊; 염 廉; 여 呂 余; 추 秋; 도 都; 소 蘇; 석 石 昔; 선 宣;
    설 薛; 마 馬; 길 吉; 연 延; 위 魏; 표 表; 명 明; 기 奇; 반 潘; 왕 王; 금 琴; 옥 玉; 육 陸; 인 印;
    맹 孟; 제 諸; 모 牟; 탁 卓; 국 鞠; 어 魚; 은 殷; 편 片; 용 龍; 예 芮; 봉 奉; 부 夫; 사 史; 태 太;
    계 桂; 피 皮; 동 董; 황보 皇甫; 남궁 南宮; 제갈 諸葛; 선우 鮮于; 독고 獨孤; 사공 司空
    """.split(";")  # noqa: SIM905 - rows read better in lines
    )
}
