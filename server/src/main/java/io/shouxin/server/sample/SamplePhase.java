// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

/** What is done behind the open door, in this order. */
enum SamplePhase {

    CUSTOMERS("sample.progress.customers"),
    WORK("sample.progress.work");

    private final String key;

    SamplePhase(String key) {
        this.key = key;
    }

    /** The message key of what is being done. */
    String key() {
        return key;
    }
}
