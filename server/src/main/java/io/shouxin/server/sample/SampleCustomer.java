// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A fictional customer as field names and values, in the order of a form. A field that the customer
 * does not have (an e-mail address, a bank card) is not in the map.
 */
record SampleCustomer(Map<String, String> fields) {

    SampleCustomer {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** The value of a field that every customer has. */
    String field(String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalStateException("the sample's customers do not all have " + name);
        }
        return value;
    }

    /** Even a made-up person's values stay out of logs: the search for leaks must not get used to them. */
    @Override
    public String toString() {
        return "SampleCustomer" + fields.keySet();
    }
}
