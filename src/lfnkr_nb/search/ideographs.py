"""Old and new forms of ideographs: Korean hanja and older Japanese write 國 and 脫, Japanese writes 国 and 脱.

The pairs are simplified forms of the Japanese table of characters for general use (常用漢字表, 2010) with the older
ones they replaced, without those in which one new form stands for several old ones that mean different things. A
test holds that each pair is one of variants in the Unicode Han Database, too.
"""

from __future__ import annotations

from functools import cache
from typing import Final

__all__ = ["in_new_forms", "in_old_forms"]

_PAIRS: Final = """
亞亜 惡悪 壓圧 圍囲 醫医 隱隠 營営 榮栄 衞衛 驛駅 圓円 鹽塩 緣縁 艷艶 應応 歐欧 毆殴 櫻桜 奧奥 橫横 溫温 穩穏 假仮
價価 畫画 會会 繪絵 壞壊 懷懐 擴拡 殼殻 覺覚 學学 嶽岳 樂楽 勸勧 卷巻 寬寛 歡歓 觀観 關関 陷陥 顏顔 氣気 歸帰 僞偽
戲戯 犧犠 舊旧 據拠 擧挙 峽峡 挾挟 狹狭 鄕郷 曉暁 區区 驅駆 勳勲 薰薫 徑径 惠恵 溪渓 經経 繼継 莖茎 螢蛍 輕軽 鷄鶏
擊撃 儉倹 劍剣 圈圏 檢検 權権 獻献 縣県 險険 顯顕 驗験 嚴厳 效効 廣広 恆恒 鑛鉱 號号 國国 黑黒 濟済 碎砕 齋斎 劑剤
雜雑 參参 慘惨 棧桟 蠶蚕 贊賛 殘残 齒歯 兒児 辭辞 濕湿 實実 寫写 釋釈 壽寿 收収 從従 澁渋 獸獣 縱縦 肅粛 處処 緖緒
敍叙 奬奨 將将 燒焼 稱称 證証 乘乗 剩剰 壤壌 孃嬢 條条 淨浄 疊畳 穰穣 讓譲 釀醸 囑嘱 觸触 寢寝 愼慎 晉晋 眞真 盡尽
圖図 粹粋 醉酔 隨随 髓髄 數数 樞枢 瀨瀬 聲声 靜静 齊斉 攝摂 竊窃 專専 戰戦 淺浅 潛潜 踐践 錢銭 禪禅 雙双 壯壮 搜捜
插挿 爭争 總総 聰聡 莊荘 裝装 騷騒 增増 臟臓 藏蔵 屬属 續続 墮堕 對対 帶帯 滯滞 澤沢 擇択 單単 擔担 膽胆 團団 彈弾
斷断 遲遅 晝昼 蟲虫 鑄鋳 廳庁 聽聴 徵徴 敕勅 鎭鎮 遞逓 鐵鉄 轉転 傳伝 黨党 盜盗 當当 鬪闘 德徳 獨独 讀読 屆届 繩縄
貳弐 惱悩 腦脳 霸覇 廢廃 拜拝 賣売 麥麦 發発 髮髪 拔抜 蠻蛮 祕秘 濱浜 拂払 佛仏 竝並 變変 邊辺 步歩 豐豊 沒没 飜翻
萬万 滿満 默黙 彌弥 藥薬 譯訳 與与 譽誉 搖揺 樣様 謠謡 來来 賴頼 亂乱 覽覧 龍竜 兩両 獵猟 綠緑 壘塁 勵励 禮礼 隸隷
靈霊 齡齢 戀恋 爐炉 勞労 樓楼 灣湾 脫脱 稅税 說説 閱閲 戶戸 敎教 靑青 淸清 內内 卽即 旣既 槪概 飮飲 體体 點点 淚涙
巢巣
"""


def in_new_forms(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Tokens with new forms in the place of old ones."""
    new = _tables()[0]
    return tuple(new.get(token, token) for token in tokens)


def in_old_forms(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Tokens with old forms in the place of new ones."""
    old = _tables()[1]
    return tuple(old.get(token, token) for token in tokens)


@cache
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    pairs = [(pair[0], pair[1]) for pair in _PAIRS.split()]
    return dict(pairs), {new: old for old, new in pairs}
