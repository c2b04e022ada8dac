// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

/**
 * The families whose items are counted per person at the door. The figures are those of the judicial
 * interpretation 法释〔2017〕10号, article 5 (in force 2017-06-01): from so many items, selling, providing or
 * illegally obtaining them is a serious case; for somebody who holds them by duty, from half as many.
 * They are the shipped defaults; the register's own figures rule. "From" includes the number itself.
 */
public enum Budget {
    /** 行踪轨迹、通信内容、征信、财产信息. */
    TRACK_CONTENT_CREDIT_PROPERTY(50),
    /** 住宿、通信记录、健康生理、交易信息. */
    CDR_LODGING_HEALTH_TRANSACTION(500),
    /** Every other personal information. */
    OTHER(5000),
    /**
     * Searches: that somebody is a customer is one item of other personal information, and whoever tries
     * numbers learns as much from a miss. No class of information belongs to it.
     */
    SEARCH(5000);

    private final int seriousItems;

    Budget(int seriousItems) {
        this.seriousItems = seriousItems;
    }

    /** Items from which the case is serious for anybody. */
    public int seriousItems() {
        return seriousItems;
    }

    /** Items from which it is serious for somebody on duty: half. */
    public int insiderItems() {
        return seriousItems / 2;
    }
}
