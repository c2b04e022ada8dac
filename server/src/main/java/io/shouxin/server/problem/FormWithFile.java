// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.problem;

/**
 * A page's form that may carry a file. A form in parts (RFC 7578) is taken at these addresses only,
 * and never with a customer's value in it: those come as JSON, as a plain form or as a CSV stream.
 */
public interface FormWithFile {

    /** The address that the form is sent to. */
    String address();
}
