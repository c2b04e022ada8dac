// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.mask;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Chinese address down to the city: province, autonomous region, municipality or special
 * administrative region from the list of all of them, then a name that ends in 市, 地区, 盟 or 自治州.
 * Without a known province nothing is shown; without a recognisable city only the province.
 */
final class AddressShape {

    private static final String STARS = "****";
    private static final int HIDDEN_MIN = 3;

    private static final Pattern PROVINCE = Pattern.compile("(?:中国|中华人民共和国)?\\s?(?:"
            + "(?:河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州"
            + "|云南|陕西|甘肃|青海|台湾)省?"
            + "|内蒙古(?:自治区)?|广西(?:壮族自治区)?|西藏(?:自治区)?|宁夏(?:回族自治区)?"
            + "|新疆(?:维吾尔自治区)?"
            + "|(?<municipality>北京|天津|上海|重庆)市?|(?<special>香港|澳门)(?:特别行政区)?)");

    // The longest are 呼和浩特市 and 克孜勒苏柯尔克孜自治州. What stands before and after 市 tells a city from a
    // market (超市, 市场), a shop (门市部) and the word 城市, yet leaves 运城市, 成都市 and 荆门市 alone.
    private static final Pattern CITY = Pattern.compile("\\s?(?:"
            + "\\p{IsHan}{2,4}?(?<![超夜菜])(?<!\\p{IsHan}{2}城)市(?![场委部])|\\p{IsHan}{2,9}?自治州"
            + "|(?:大兴安岭|阿里|塔城|阿勒泰|喀什|和田|阿克苏)地区|(?:兴安|锡林郭勒|阿拉善)盟)");

    private AddressShape() {}

    static String of(String plain) {
        Matcher province = PROVINCE.matcher(plain);
        if (!province.lookingAt() || plain.length() - province.end() < HIDDEN_MIN) {
            return Mask.HIDDEN;
        }
        int end = province.end();
        if (province.group("municipality") == null && province.group("special") == null) {
            Matcher city = CITY.matcher(plain).region(end, plain.length());
            if (city.lookingAt() && plain.length() - city.end() >= HIDDEN_MIN) {
                end = city.end();
            }
        }
        return plain.substring(0, end) + STARS;
    }
}
