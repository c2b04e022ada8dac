// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.detect;

import static io.shouxin.core.detect.Evidence.bits;

/**
 * Chinese addresses, which run from the large to the small: 省 市 区 镇 路 号 楼 室. A piece is runs of Chinese
 * characters with house numbers between them. It is an address when it has a road, a village or an estate, and
 * besides either a number or a known province or city; 路口 and 市场 alone are none.
 */
final class AddressRules {

    private static final int BETWEEN_MAX = 10;
    private static final int LENGTH_MAX = 120;
    private static final String PROVINCES = "北京天津河北山西内蒙辽宁吉林黑龙上海江苏浙江安徽福建江西山东河南湖北湖南广东广西海南重庆四川"
            + "贵州云南西藏陕西甘肃青海宁夏新疆台湾香港澳门";
    private static final String LEAD = "在于到是为至址寄送往去从的回住";

    private final Passage passage;
    private final Tables tables;
    private int pieceStart;
    private int pieceEnd;
    private int lastMarker;
    private int firstMarker;
    private boolean road;
    private boolean division;
    private boolean number;

    AddressRules(Passage passage, Tables tables) {
        this.passage = passage;
        this.tables = tables;
    }

    void clear() {
        pieceEnd = -1;
    }

    void run(int start, int end) {
        if (pieceEnd < 0 || !between(pieceEnd, start) || end - pieceStart > LENGTH_MAX) {
            flush();
            open(start);
        }
        char[] chars = passage.chars();
        for (int i = start; i < end; i++) {
            mark(chars[i], i, start);
        }
        pieceEnd = end;
    }

    private void open(int start) {
        pieceStart = start;
        firstMarker = -1;
        lastMarker = -1;
        road = false;
        division = false;
        number = false;
    }

    private void mark(char c, int at, int runStart) {
        char before = at > 0 ? passage.chars()[at - 1] : 0;
        char behind = passage.peek(at + 1);
        boolean marker = true;
        switch (c) {
            case '省', '州', '县', '区', '旗', '盟' -> division |= at > pieceStart && behind != '别' && behind != '分';
            case '市' -> division |= at > pieceStart && behind != '场' && behind != '民' && behind != '政';
            case '镇', '乡', '村', '庄' -> road |= at > pieceStart + 1;
            case '路', '街', '巷', '弄' -> road |= at > pieceStart && behind != '由' && behind != '线' && behind != '径';
            case '道' -> road |= before == '大' || before == '街';
            case '园', '苑', '城', '厦', '寓' -> road |= at > pieceStart + 1;
            case '号', '栋', '幢', '座', '室', '层', '楼', '组', '户', '弯' -> {
                if (digit(before) || before >= 'A' && before <= 'Z' || han(before)) {
                    number = true;
                } else {
                    marker = false;
                }
            }
            case '元' -> number |= before == '单';
            default -> marker = false;
        }
        if (marker) {
            lastMarker = at;
            firstMarker = firstMarker < 0 ? at : firstMarker;
        }
    }

    /** 一二三…十百: a house number in characters. */
    private static boolean han(char c) {
        return "〇一二三四五六七八九十百".indexOf(c) >= 0;
    }

    /** House numbers and what people write among them. */
    private boolean between(int from, int to) {
        if (to - from > BETWEEN_MAX) {
            return false;
        }
        for (int i = from; i < to; i++) {
            char c = passage.chars()[i];
            if (!(c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || "-#()~ ".indexOf(c) >= 0)) {
                return false;
            }
        }
        return true;
    }

    /** The piece is over. */
    void flush() {
        if (pieceEnd < 0) {
            return;
        }
        if (firstMarker >= 0 && (road || division && number)) {
            int start = begin();
            int end = end();
            boolean place = place(start);
            int parts = (place ? 1 : 0) + (division ? 1 : 0) + (road ? 1 : 0) + (number ? 1 : 0);
            if (parts >= 2 && end - start >= 5) {
                int confidence = place && parts >= 3 ? 93 : parts >= 3 ? 82 : place ? 58 : number ? 52 : 30;
                passage.found(start, end, Kind.ADDRESS, confidence,
                        bits(Evidence.ADDRESS_PARTS) | (place ? Evidence.PLACE.bit() : 0));
            }
        }
        pieceEnd = -1;
    }

    /** Behind the last word for a part, and behind the number of the room if that has no word. */
    private int end() {
        int end = lastMarker + 1;
        int limit = Math.min(passage.length(), end + BETWEEN_MAX);
        int at = end;
        while (at < limit && (digit(passage.peek(at)) || passage.peek(at) == '-' && at > end)) {
            at++;
        }
        return at - end <= 6 ? at : end;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Where the address begins: at a known place, or behind the last word that leads to it. */
    private int begin() {
        for (int i = pieceStart; i < firstMarker; i++) {
            if (place(i)) {
                return i;
            }
        }
        int start = Math.max(pieceStart, firstMarker - 7);
        for (int i = start; i < firstMarker - 1; i++) {
            if (LEAD.indexOf(passage.chars()[i]) >= 0) {
                start = i + 1;
            }
        }
        return start;
    }

    private boolean place(int at) {
        char[] chars = passage.chars();
        if (at + 2 >= pieceEnd) {
            return false;
        }
        int province = PROVINCES.indexOf(chars[at]);
        while (province >= 0) {
            if (province % 2 == 0 && PROVINCES.charAt(province + 1) == chars[at + 1]) {
                return true;
            }
            province = PROVINCES.indexOf(chars[at], province + 1);
        }
        for (int length = 2; length <= 4 && at + length < pieceEnd; length++) {
            if (tables.cities().contains(new String(chars, at, length))) {
                return true;
            }
        }
        return false;
    }
}
