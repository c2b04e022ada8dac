// SPDX-License-Identifier: Apache-2.0

/** The door's API for Java applications. Needs the JDK's HTTP client and nothing else. */
module io.shouxin.client {
    requires java.net.http;

    exports io.shouxin.client;
}
