// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

/** The sample cannot be made here, and trying again would not help. The message goes to the log alone. */
final class SampleRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SampleRefused(String why) {
        super(why);
    }
}
