// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The register's purposes that the staff's daily work has, and what people look at for each. */
enum SamplePurpose {

    INQUIRY("care.inquiry", SampleRole.CARE_AGENT, 52, "GD",
            "name", "plan", "contract", "tenure-months", "star-level", "internet-service", "phone"),
    BILLING_DISPUTE("care.billing-dispute", SampleRole.CARE_AGENT, 28, "GD",
            "name", "plan", "monthly-fee", "total-fee", "payment-method", "contract", "credit-grade"),
    NETWORK_COMPLAINT("care.network-complaint", SampleRole.CARE_AGENT, 20, "GD",
            "name", "contact-phone", "address", "internet-service", "imei", "last-cell"),
    REAL_NAME("shop.real-name", SampleRole.SHOP_CLERK, 52, "SL",
            "name", "id-type", "id-number", "birth-date", "gender", "address", "iccid"),
    PLAN_CHANGE("shop.plan-change", SampleRole.SHOP_CLERK, 48, "SL",
            "name", "plan", "contract", "monthly-fee", "star-level", "join-date"),
    SETTLE("billing.settle", SampleRole.BILLING, 1, "ZW",
            "customer-number", "plan", "monthly-fee", "total-fee", "payment-method", "bank-card"),
    FRAUD_CHECK("fraud.check", SampleRole.FRAUD, 1, "ZA",
            "name", "phone", "id-type", "id-number", "imei", "last-cell", "join-date"),
    USAGE("analytics.usage", SampleRole.ANALYST, 1, "",
            "customer-number", "phone", "plan", "contract", "tenure-months", "monthly-fee", "total-fee",
            "internet-service");

    private static final int FIELDS_MIN = 2;
    private static final int FIELDS_MAX = 6;

    private final String code;
    private final SampleRole role;
    private final int weight;
    private final String ticketPrefix;
    private final List<String> fields;

    SamplePurpose(String code, SampleRole role, int weight, String ticketPrefix, String... fields) {
        this.code = code;
        this.role = role;
        this.weight = weight;
        this.ticketPrefix = ticketPrefix;
        this.fields = List.of(fields);
    }

    String code() {
        return code;
    }

    /** The role whose daily work this is. */
    SampleRole role() {
        return role;
    }

    /** Empty where work needs no ticket. */
    String ticketPrefix() {
        return ticketPrefix;
    }

    List<String> fields() {
        return fields;
    }

    /** What people search by: callers give their phone number, lists of bills the customer number. */
    String searchField() {
        return this == SETTLE ? "customer-number" : "phone";
    }

    /** How often the case begins with a search: work from lists does not. */
    double searchPercent() {
        return switch (role) {
            case CARE_AGENT, FRAUD -> 98;
            case SHOP_CLERK -> 92;
            case BILLING -> 20;
            case ANALYST, SECURITY_ADMINISTRATOR, SYSTEM_ADMINISTRATOR, AUDITOR, PRIVACY_OFFICER -> 0;
        };
    }

    /** The first fields of the list are what nearly every case needs. */
    List<String> someFields(SampleDice dice) {
        int wanted = dice.between(FIELDS_MIN, FIELDS_MAX);
        List<String> some = new ArrayList<>(fields);
        while (some.size() > wanted) {
            some.remove(1 + dice.below(some.size() - 1));
        }
        return some;
    }

    static SamplePurpose drawn(SampleRole role, SampleDice dice) {
        List<SamplePurpose> fitting = Arrays.stream(values()).filter(p -> p.role == role).toList();
        return fitting.get(dice.weighted(fitting.stream().mapToInt(p -> p.weight).toArray()));
    }
}
