// SPDX-License-Identifier: Apache-2.0
/** The register document and the decision it gives for a request. */
package io.shouxin.core.policy;
