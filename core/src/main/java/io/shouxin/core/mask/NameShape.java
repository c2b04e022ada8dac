// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.mask;

import java.util.List;
import java.util.Set;

/**
 * A person's name: the surname's character, two for a compound surname, and always two stars. Of a name
 * whose parts are divided by · or that is not written in Chinese characters, the first letter. A name
 * that would be shown whole shows less: 欧阳 alone is 欧**, one character alone is **.
 */
final class NameShape {

    private static final String STARS = "**";

    // Compound surnames in use, simplified and where different traditional. A given name can begin with
    // the second character of a pair by chance (a Mr 司 called 马…); then one character more is seen.
    private static final Set<String> COMPOUND = Set.of(
            "欧阳", "歐陽", "上官", "司马", "司馬", "诸葛", "諸葛", "司徒", "司空", "司寇", "东方", "東方",
            "皇甫", "尉迟", "尉遲", "公孙", "公孫", "慕容", "夏侯", "令狐", "长孙", "長孫", "宇文", "端木",
            "独孤", "獨孤", "南宫", "南宮", "百里", "东郭", "東郭", "西门", "西門", "南门", "南門", "呼延",
            "轩辕", "軒轅", "钟离", "鍾離", "澹台", "澹臺", "公冶", "宗政", "濮阳", "濮陽", "淳于", "单于",
            "單于", "太叔", "申屠", "公羊", "赫连", "赫連", "闻人", "聞人", "万俟", "鲜于", "鮮于", "闾丘",
            "閭丘", "子车", "子車", "颛孙", "顓孫", "巫马", "巫馬", "公西", "漆雕", "乐正", "樂正", "壤驷",
            "公良", "拓跋", "夹谷", "宰父", "谷梁", "穀梁", "段干", "羊舌", "微生", "梁丘", "左丘", "第五",
            "纳兰", "納蘭", "叶赫", "葉赫", "完颜", "完顏", "耶律", "仲孙", "仲孫", "亓官", "东门", "東門");

    private NameShape() {}

    static String of(String plain) {
        List<String> start = Characters.of(plain, 3);
        if (start.size() < 2 || !letter(start.get(0))) {
            return STARS;
        }
        String two = start.get(0) + start.get(1);
        return (start.size() > 2 && COMPOUND.contains(two) ? two : start.get(0)) + STARS;
    }

    private static boolean letter(String character) {
        return Character.isLetter(character.codePointAt(0)) && Characters.visible(character);
    }
}
