// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

/** The seven bases of PIPL Art. 13(1), in the order of the law; only the first needs consent. */
public enum LegalBasis implements Word {
    /** Item 1. */
    CONSENT,
    /** Item 2: a contract with the person, or lawful personnel management. */
    CONTRACT,
    /** Item 3: a statutory duty or obligation. */
    LEGAL_DUTY,
    /** Item 4: public health, or life, health and property in an emergency. */
    EMERGENCY,
    /** Item 5: news and public oversight within reason. */
    NEWS,
    /** Item 6: information the person or the law already made public, within reason. */
    MADE_PUBLIC,
    /** Item 7: other cases in laws and administrative regulations. */
    OTHER_LAW
}
