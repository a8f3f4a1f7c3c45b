"""The characters of the forms' labels in traditional script."""

PAIRS = (
    "项項 规規 处處 罚罰 业業 费費 购購 数數 总總 额額 单單 万萬 开開 对對 务務 现現 废廢 结結 复復 议議 诉訴 讼訟 "
    "维維 纠糾 审審 计計 经經 转轉 办辦 续續 类類 请請 况況 关關 为為 组組 织織 构構 与與 报報 区區 这這 内內 询詢 "
    "无無 补補 后後 确確 访訪 举舉 应應 时時 统統 电電 执執 过過 国國 别別 页頁 条條 许許 强強 给給 发發 据據 权權 "
    "质質 简簡 说說 种種 还還 传傳 认認 误誤 负負 两兩 东東 亲親 亚亞 属屬 稳穩 护護 没沒 获獲 机機 会會 采採 间間 "
    "he xt th ry er at he ls se ut to al "
)
TRADITIONAL = {pair[0]: pair[1] for pair in PAIRS.split()}


def to_traditional(text: str) -> str:
    """The text with every character that the labels use put into traditional script."""
    return "".join(TRADITIONAL.get(character, character) for character in text)


READINGS = {
    "開": "kāi",
    "規": "guī",
    "項": "xiàng",
    "強": "qiáng",
    "處": "chù",
    "請": "qǐng",
    "結": "jié",
    "總": "zǒng",
}


def with_readings(text: str) -> str:
    """The text with pinyin in brackets behind some characters, as some mirrors inject it."""
    return "".join(f"{character}({READINGS[character]})" if character in READINGS else character for character in text)
