// SPDX-License-Identifier: Apache-2.0
/**
 * What is done to data before it leaves the house: generalisation, suppression, top and bottom coding, date
 * shifts, micro-aggregation and noise, and the search for the least generalisation that meets a privacy model.
 * Names are those of ISO/IEC 20889:2018. Masks are in {@code io.shouxin.core.mask}, tokens and pseudonyms in
 * {@code io.shouxin.core.token}, the measures in {@code io.shouxin.core.risk}.
 *
 * <p>Start reading at {@link io.shouxin.core.release.GeneralisationSearch}; docs/de-identifying.md says which
 * technique is for what, and what each does not protect. What comes out is de-identified, never anonymous.
 */
package io.shouxin.core.release;
