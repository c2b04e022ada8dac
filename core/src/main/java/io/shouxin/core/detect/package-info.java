// SPDX-License-Identifier: Apache-2.0
/**
 * Finds customer information in text: what it is, where it stands, how sure that is and why.
 *
 * <p>Start reading at {@link io.shouxin.core.detect.Detector}. A {@link io.shouxin.core.detect.Scanner} goes over
 * the text once; the runs of digits, letters and Chinese characters that it meets go to the recognisers by their
 * shape. docs/finding.md says in words what each recogniser asks for.
 */
package io.shouxin.core.detect;
