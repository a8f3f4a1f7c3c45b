"""Printed label → the form in which labels are compared. For matching only; what is published stays as printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

# Traditional characters of the forms' wordings and of the words that stand around them in reports (pages mirrored in
# traditional script). One pair each; a character that is right in both scripts (only 后/後 in names, say) needs none.
_TRADITIONAL = """
業业 東东 個个 豐丰 為为 爲为 舉举 義义 習习 書书 買买 亂乱 爭争 於于 產产 親亲 億亿 僅仅 從从 倉仓 們们 價价
眾众 優优 會会 傳传 傷伤 倫伦 偽伪 體体 佔占 餘余 備备 債债 儲储 黨党 內内 岡冈 冊册 寫写 軍军 農农 馮冯 沖冲
決决 況况 凍冻 淨净 準准 減减 鳳凤 憑凭 凱凯 擊击 劃划 劉刘 則则 剛刚 創创 別别 製制 劑剂 辦办 務务 動动 勵励
勞劳 勢势 區区 醫医 華华 協协 單单 賣卖 衛卫 卻却 廠厂 廳厅 歷历 曆历 厲厉 壓压 縣县 參参 雙双 發发 髮发 變变
號号 嘆叹 嚇吓 嗎吗 啟启 員员 聽听 響响 團团 園园 圍围 國国 圖图 圓圆 聖圣 場场 壞坏 塊块 堅坚 壇坛 墜坠 壘垒
報报 處处 復复 複复 覆复 夠够 頭头 奪夺 獎奖 奮奋 婦妇 學学 寧宁 寶宝 實实 審审 憲宪 宮宫 寬宽 賓宾 導导 對对
尋寻 專专 將将 爾尔 塵尘 嘗尝 堯尧 盡尽 層层 屬属 歲岁 島岛 幣币 師师 帶带 幫帮 慶庆 庫库 應应 廢废 開开 異异
棄弃 張张 彌弥 彎弯 彈弹 強强 歸归 當当 錄录 徹彻 徑径 懷怀 態态 憂忧 慮虑 總总 恆恒 惡恶 懇恳 驚惊 懲惩 慣惯
願愿 戰战 戲戏 戶户 撲扑 執执 擴扩 掃扫 護护 擔担 擬拟 擁拥 撥拨 擇择 掛挂 揮挥 損损 換换 據据 採采 揚扬 搶抢
敵敌 數数 齊齐 斷断 無无 舊旧 時时 顯显 曉晓 暫暂 術术 機机 雜杂 權权 條条 來来 楊杨 極极 構构 樞枢 標标 棟栋
樹树 樣样 檢检 樓楼 橋桥 檔档 歐欧 殘残 畢毕 氣气 漢汉 湯汤 溝沟 沒没 瀏浏 濟济 測测 滿满 濾滤 潔洁 灣湾 潛潜
滾滚 澤泽 災灾 點点 煉炼 爛烂 煙烟 燈灯 爐炉 愛爱 狀状 猶犹 獨独 獲获 獻献 環环 現现 電电 畫画 暢畅 療疗 瘋疯
監监 蓋盖 盤盘 眞真 確确 礎础 禮礼 禍祸 種种 積积 稱称 穩稳 窮穷 競竞 筆笔 簡简 籌筹 簽签 類类 糧粮 緊紧 糾纠
紅红 約约 級级 紀纪 純纯 綱纲 納纳 紛纷 紙纸 線线 組组 細细 織织 終终 經经 結结 給给 絕绝 統统 繼继 績绩 續续
維维 綜综 綠绿 編编 緩缓 縮缩 繳缴 網网 羅罗 罰罚 罷罢 職职 聯联 聲声 脫脱 腦脑 臨临 臺台 艦舰 艱艰 節节 蘇苏
藝艺 範范 荊荆 藥药 薦荐 榮荣 虛虚 蟲虫 補补 裝装 見见 規规 視视 覽览 觀观 覺觉 觸触 計计 訂订 認认 議议 訊讯
記记 講讲 許许 論论 設设 訪访 證证 評评 識识 訴诉 詞词 試试 詢询 該该 詳详 語语 誤误 請请 諸诸 讀读 課课 誰谁
調调 談谈 謀谋 謝谢 譯译 貝贝 負负 財财 責责 質质 販贩 購购 貫贯 貼贴 貴贵 貸贷 貿贸 費费 資资 賦赋 賬账 賴赖
贈赠 贏赢 趕赶 趙赵 趨趋 跡迹 車车 軌轨 轉转 輪轮 軟软 載载 較较 輔辅 輯辑 輸输 邊边 遼辽 達达 遷迁 過过 運运
還还 這这 進进 遠远 違违 連连 遲迟 適适 選选 遞递 鄉乡 郵邮 鄭郑 鄧邓 醜丑 釋释 裏里 裡里 鑒鉴 針针 鐘钟 鋼钢
錢钱 鐵铁 銀银 鎮镇 長长 門门 閉闭 問问 間间 閱阅 闡阐 隊队 陽阳 陰阴 階阶 際际 陳陈 險险 隨随 隱隐 難难 雲云
霧雾 靜静 頁页 頂顶 項项 順顺 須须 預预 領领 頻频 題题 額额 風风 飛飞 飲饮 館馆 馬马 駐驻 驗验 騰腾 鮮鲜 魯鲁
鳥鸟 麗丽 麥麦 黃黄 齡龄 龍龙 衆众 併并 並并 徵征 幹干 乾干 後后 隻只 係系 繫系 鬥斗 關关 兩两 萬万 與与 衝冲
訟讼 勝胜 誠诚 綫线 週周 註注 佈布 託托 滙汇 匯汇 彙汇 囘回
"""

# Radicals with no compatibility mapping of their own that some PDF fonts put in place of the character itself.
_RADICALS = (
    "⺁厂⺄乙⺅亻⺆冂⺇几⺉刂⺊卜⺋卩⺌小⺍小⺎尢⺒巳⺓幺⺕彐⺖忄⺗心⺘手⺛旡⺜日⺝月⺞歹⺠民⺡氵⺢水⺣灬⺤爪⺥爪⺧牛⺨犭⺩王⺫目⺬示⺭礻⺮竹⺯糸⺰纟"
    "⺱罒⺲罒⺳网⺶羊⺷羊⺸羊⺹老⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃西⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑长⻒长⻓长⻔门⻕阜⻖阜⻗雨"
    "⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟食⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫齐⻬齐⻭齿⻮齿⻯龙⻰龙⻱龟⻲龟⻳龟"
)

# Kinds of quotation mark become one; so do brackets and dashes. Runs after NFKC, which has made （ into (.
_MARKS = {
    **dict.fromkeys("“”„‟‘’‚‛`´'「」『』〝〞〟«»", '"'),
    **dict.fromkeys("〔【{[〖〘", "("),
    **dict.fromkeys("〕】}]〗〙", ")"),
    **dict.fromkeys("‐‑‒–—―−─", "-"),
    **dict.fromkeys("。｡·•・‧", "."),
    "､": "、",
}

# Words that mainland → Taiwan converters replace, back again; longest first. Characters are already simplified here.
_CONVERTED_WORDS = {
    "档案": "文件",
    "资讯": "信息",
    "讯息": "信息",
    "资料": "数据",
    "专案": "项目",
    "网路": "网络",
}

# 公(gong)開 · 開(kāi) · 強(qiáng)制 · 開(かい): a reading put in brackets behind its character by mirror sites.
_READING_IN_BRACKETS = re.compile(
    r"(?<=[\u3400-\u9fff])\((?:[A-Za-z\u00c0-\u024f\u0300-\u036f]{1,6}|[\u3040-\u30ff]{1,6})\)"
)
_INVISIBLE = re.compile(r"[\s\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffd|]+")


def _pairs(text: str) -> dict[str, str]:
    return {text[i]: text[i + 1] for i in range(0, len(text), 2)}


#: traditional character → simplified, as far as `normal` knows them
SIMPLIFIED: Mapping[str, str] = {pair[0]: pair[1] for pair in _TRADITIONAL.split()}
_LETTERS = str.maketrans({**SIMPLIFIED, **_pairs(_RADICALS), **_MARKS})
_RADICAL_LETTERS = str.maketrans(_pairs(_RADICALS))


def normal(text: str) -> str:
    """A label as printed → its form for matching: no white space, one width, one script, one kind of mark.

    NFKC (full width, Kangxi radicals, ①), CJK radicals, traditional script with the word swaps of its converters,
    readings injected behind characters, quotation marks, brackets and dashes. Never used for figures.
    """
    return _kept(text) if len(text) <= 200 else _normal(text)  # labels come again and again; long texts do not


def _normal(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text.translate(_RADICAL_LETTERS))
    plain = _INVISIBLE.sub("", plain)
    traditional = any(letter in SIMPLIFIED for letter in plain)
    plain = _READING_IN_BRACKETS.sub("", plain.translate(_LETTERS))
    if traditional:  # 档案 in a simplified text means archives and stays
        for converted, meant in _CONVERTED_WORDS.items():
            plain = plain.replace(converted, meant)
    return plain


_kept = lru_cache(maxsize=8192)(_normal)
