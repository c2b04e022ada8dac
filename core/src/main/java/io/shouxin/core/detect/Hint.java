// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.detect;

import java.util.List;

/** What words can hint at: in a text the values that follow them, in a header the column below. */
enum Hint {
    RESIDENT_ID(Kind.RESIDENT_ID),
    PASSPORT(Kind.PASSPORT),
    TRAVEL_PERMIT(Kind.TRAVEL_PERMIT),
    USCC(Kind.USCC),
    NAME(Kind.CHINESE_NAME, Kind.WESTERN_NAME),
    PLATE(Kind.PLATE),
    BANK_CARD(Kind.BANK_CARD),
    PHONE(Kind.PHONE, Kind.FIXED_LINE, Kind.FOREIGN_PHONE),
    EMAIL(Kind.EMAIL),
    IP_ADDRESS(Kind.IP_ADDRESS),
    BIRTH_DATE(Kind.BIRTH_DATE),
    ADDRESS(Kind.ADDRESS),
    PASSWORD(Kind.PASSWORD),
    KEY(Kind.KEY),
    COORDINATES(Kind.COORDINATES),
    IMSI(Kind.IMSI),
    IMEI(Kind.IMEI),
    ICCID(Kind.ICCID),
    MAC(Kind.MAC),
    CUSTOMER_NUMBER(Kind.CUSTOMER_NUMBER),
    GENDER(Kind.GENDER),
    PROFILE(Kind.PROFILE),
    PRIVATE(Kind.PRIVATE),
    CONTENT(Kind.CONTENT),
    SUBSCRIPTION(Kind.SUBSCRIPTION),
    USAGE(Kind.USAGE),
    BILL(Kind.BILL),
    CELL(Kind.CELL),
    VIOLATION(Kind.VIOLATION),
    DEVICE_MODEL(Kind.DEVICE_MODEL),
    /** 先生, 女士: the name stands before it. */
    TITLE_AFTER(),
    /** Mr, Dr: the name stands behind it. */
    TITLE_BEFORE(Kind.WESTERN_NAME),
    /** A post code stands behind it. */
    POSTCODE(),
    /** The first line of a private key. */
    KEY_BLOCK(),
    /** Numbers of something else: orders, tracking, versions. */
    OTHER_NUMBER();

    private final List<Kind> kinds;

    Hint(Kind... kinds) {
        this.kinds = List.of(kinds);
    }

    List<Kind> kinds() {
        return kinds;
    }

    long bit() {
        return 1L << ordinal();
    }
}
