// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.detect;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Why something was taken for what it was taken for. */
public enum Evidence {
    CHECK_DIGIT("校验码正确", "check digit holds"),
    AREA_CURRENT("行政区划代码现行有效", "area code in force"),
    AREA_ABANDONED("行政区划代码曾经使用", "area code once in force"),
    DATE_EXISTS("含真实存在的日期", "holds a date that exists"),
    NUMBERING_PLAN("符合编号计划", "fits the numbering plan"),
    ISSUER("发卡行标识代码已知", "issuer's number is known"),
    NETWORK_CODE("国家码和网号已分配", "country and network code given out"),
    COUNTRY_CODE("国家码已分配", "country code given out"),
    FORM("写法符合", "has the form"),
    CONTEXT("近旁有提示词", "a word nearby says so"),
    SURNAME("姓氏在册", "known surname"),
    GIVEN_NAME("常见名字", "common given name"),
    TITLE("带称谓", "stands with a title"),
    PLACE("含省市名称", "names a province or city"),
    ADDRESS_PARTS("含道路、楼宇或门牌", "has road, building or number"),
    KEY_PREFIX("密钥前缀已知", "known prefix of a key"),
    RANDOM("字符随机", "characters look random");

    private final String zh;
    private final String en;

    Evidence(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String zh() {
        return zh;
    }

    public String en() {
        return en;
    }

    int bit() {
        return 1 << ordinal();
    }

    static int bits(Evidence... all) {
        int bits = 0;
        for (Evidence one : all) {
            bits |= one.bit();
        }
        return bits;
    }

    /** The set that a {@link Candidates} was told as bits. */
    public static Set<Evidence> of(int bits) {
        Set<Evidence> set = EnumSet.noneOf(Evidence.class);
        for (Evidence one : values()) {
            if ((bits & one.bit()) != 0) {
                set.add(one);
            }
        }
        return Collections.unmodifiableSet(set);
    }
}
