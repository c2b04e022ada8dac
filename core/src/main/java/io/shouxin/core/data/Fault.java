// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

/** Every way in which a value can be refused. The keys are stable; message bundles are checked for them. */
enum Fault {
    EMPTY("value.empty"),
    TOO_LONG("value.too-long"),
    CONTROL_CHARACTER("value.control-character"),
    BROKEN_UNICODE("value.broken-unicode"),
    PHONE_NOT_A_NUMBER("value.phone.not-a-number"),
    PHONE_LENGTH("value.phone.length"),
    PHONE_NOT_IN_PLAN("value.phone.not-in-plan"),
    RESIDENT_ID_CHARACTERS("value.resident-id.characters"),
    RESIDENT_ID_LENGTH("value.resident-id.length"),
    RESIDENT_ID_FIFTEEN_DIGITS("value.resident-id.fifteen-digits"),
    RESIDENT_ID_REGION("value.resident-id.region"),
    RESIDENT_ID_BIRTH_DATE("value.resident-id.birth-date"),
    RESIDENT_ID_CHECK_DIGIT("value.resident-id.check-digit"),
    BANK_CARD_NOT_A_NUMBER("value.bank-card.not-a-number"),
    BANK_CARD_LENGTH("value.bank-card.length"),
    BANK_CARD_CHECK_DIGIT("value.bank-card.check-digit"),
    IMSI_NOT_A_NUMBER("value.imsi.not-a-number"),
    IMSI_LENGTH("value.imsi.length"),
    IMSI_COUNTRY("value.imsi.country"),
    IMEI_NOT_A_NUMBER("value.imei.not-a-number"),
    IMEI_LENGTH("value.imei.length"),
    IMEI_CHECK_DIGIT("value.imei.check-digit"),
    ICCID_CHARACTERS("value.iccid.characters"),
    ICCID_LENGTH("value.iccid.length"),
    ICCID_PREFIX("value.iccid.prefix"),
    USCC_CHARACTERS("value.uscc.characters"),
    USCC_LENGTH("value.uscc.length"),
    USCC_CHECK_DIGIT("value.uscc.check-digit"),
    EMAIL_FORM("value.email.form"),
    EMAIL_LOCAL_PART("value.email.local-part"),
    EMAIL_DOMAIN("value.email.domain"),
    DATE_FORM("value.date.form"),
    DATE_NO_SUCH_DAY("value.date.no-such-day"),
    DATE_OUT_OF_RANGE("value.date.out-of-range"),
    DECIMAL_NOT_A_NUMBER("value.decimal.not-a-number"),
    DECIMAL_DIGITS("value.decimal.digits"),
    INTEGER_NOT_A_NUMBER("value.integer.not-a-number"),
    INTEGER_DIGITS("value.integer.digits"),
    BOOLEAN_NEITHER("value.boolean.neither"),
    CODE_CHARACTERS("value.code.characters"),
    CUSTOMER_NUMBER_CHARACTERS("value.customer-number.characters");

    private final String key;

    Fault(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }

    /** To be thrown at the place of the check, so that the stack shows which rule refused. */
    InvalidValue refusal() {
        return new InvalidValue(this);
    }
}
