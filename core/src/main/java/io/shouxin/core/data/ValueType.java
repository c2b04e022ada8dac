// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

import io.shouxin.core.secret.SecretText;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a field of the register holds. {@link #read} turns any usual writing of a value into its normal
 * form: reading a normal form again gives the same text, and two writings of one value give equal text.
 */
public enum ValueType {
    /** Free text, up to 2,000 characters, line breaks kept. */
    TEXT(PlainForms::text),
    NAME(PersonName::normalForm),
    /** A subscriber's number, E.164. */
    PHONE(PhoneNumber::normalForm),
    /** A number to reach somebody: E.164, or a local number without area code. */
    CONTACT_PHONE(ContactPhone::normalForm),
    RESIDENT_ID(ResidentId::normalForm),
    BANK_CARD(BankCard::normalForm),
    IMSI(Imsi::normalForm),
    /** IMEI (15 digits) or IMEISV (16). */
    IMEI(Imei::normalForm),
    ICCID(Iccid::normalForm),
    USCC(Uscc::normalForm),
    EMAIL(EmailAddress::normalForm),
    ADDRESS(Address::normalForm),
    /** {@code yyyy-MM-dd}. */
    DATE(CustomerDate::normalForm),
    /** Up to 18 digits, 2 to 6 of them after the point. */
    DECIMAL(PlainForms::decimal),
    /** Up to 18 digits. */
    INTEGER(PlainForms::integer),
    /** {@code true} or {@code false}. */
    BOOLEAN(PlainForms::bool),
    /** A word of a list, such as a plan's name: up to 64 characters. */
    CODE(PlainForms::code),
    /** The operator's own number of the customer, up to 40 characters, upper and lower case kept. */
    CUSTOMER_NUMBER(PlainForms::customerNumber),
    /** Up to 128 characters, kept as typed. */
    PASSWORD(PlainForms::password);

    private static final Map<String, ValueType> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(ValueType::code, type -> type));

    private final BiFunction<String, LocalDate, String> normalForm;

    ValueType(Function<String, String> normalForm) {
        this((raw, today) -> normalForm.apply(raw));
    }

    ValueType(BiFunction<String, LocalDate, String> normalForm) {
        this.normalForm = normalForm;
    }

    /** The name in a register document, such as {@code resident-id}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<ValueType> ofCode(String code) {
        return Optional.ofNullable(code).map(BY_CODE::get);
    }

    /**
     * The normal form, read without a clock: a resident id with a birth in the future passes.
     *
     * @param raw as written by people or other systems; null and empty are refused
     * @throws InvalidValue with the key of the first rule that refuses it
     */
    public SecretText read(String raw) {
        return read(raw, LocalDate.MAX);
    }

    /**
     * The normal form.
     *
     * @param today the last day on which somebody can have been born; the door passes its clock's day
     * @throws InvalidValue with the key of the first rule that refuses it
     */
    public SecretText read(String raw, LocalDate today) {
        return SecretText.of(normalForm.apply(raw, today));
    }
}
