// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

/** The roles of the sample's staff; codes as in the sample register. */
enum SampleRole {

    CARE_AGENT("care-agent", 56, 10.2),
    SHOP_CLERK("shop-clerk", 30, 8.6),
    BILLING("billing", 10, 8),
    FRAUD("fraud", 8, 7),
    ANALYST("analyst", 6, 11),
    SECURITY_ADMINISTRATOR("security-administrator", 3, 0),
    SYSTEM_ADMINISTRATOR("system-administrator", 3, 0),
    AUDITOR("auditor", 2, 0),
    PRIVACY_OFFICER("privacy-officer", 2, 0);

    private final String code;
    private final int people;
    private final double casesPerDay;

    SampleRole(String code, int people, double casesPerDay) {
        this.code = code;
        this.people = people;
        this.casesPerDay = casesPerDay;
    }

    String code() {
        return code;
    }

    int people() {
        return people;
    }

    /** Cases of one person on a working day, for 20,000 customers. Who governs sees no customer. */
    double casesPerDay() {
        return casesPerDay;
    }
}
