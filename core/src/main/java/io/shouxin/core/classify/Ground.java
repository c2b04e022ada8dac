// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.classify;

import java.util.Locale;

/** Why a column was classified as it was; {@code %d} stands for the figure of a {@link Reason}. */
public enum Ground {
    HEADER("列名提示为此类", "the column's name says so"),
    VALUES("%d%% 的值符合", "%d%% of the values fit"),
    CHECK_DIGITS("%d%% 的值校验码正确", "the check digit holds in %d%% of the values"),
    BY_CHANCE("随机数据约有 %d%% 也会符合", "about %d%% of unrelated values would fit, too"),
    DISTINCT("%d%% 的值互不相同", "%d%% of the values are distinct"),
    FEW_VALUES("只有 %d 种取值", "only %d different values"),
    INSIDE("%d%% 的单元格内含有", "found inside %d%% of the cells"),
    SMALL_SAMPLE("样本只有 %d 个值", "a sample of only %d"),
    NO_VALUES("没有值可供核对", "no values to check the name against"),
    VALUES_DIFFER("值的样子不符，可能已掩码、加密或另有用途",
            "the values do not look like it: masked, encrypted or something else"),
    NAMED_OTHERWISE("列名另有所指", "the column's name says something else");

    private final String zh;
    private final String en;

    Ground(String zh, String en) {
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

    Reason with(long figure) {
        return new Reason(this, figure);
    }
}
