// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretText;

/** A validated value in its normal form. Prints its kind and dots; equal when the normal forms are. */
public abstract sealed class CustomerValue
        permits Address, BankCard, ContactPhone, CustomerDate, EmailAddress, Iccid, Imei, Imsi, PersonName,
                PhoneNumber, ResidentId, Uscc {

    private final SecretText normal;

    CustomerValue(String normal) {
        this.normal = SecretText.of(normal);
    }

    public final String normal(PlainAccess access) {
        return normal.plain(access);
    }

    /** The normal form, still closed. */
    public final SecretText secret() {
        return normal;
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof CustomerValue that
                && getClass() == that.getClass() && normal.equals(that.normal);
    }

    @Override
    public final int hashCode() {
        return normal.hashCode();
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + "(" + normal + ")";
    }
}
