// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The sample operator. What it was begun with stands: a later start with other figures goes on with the
 * sample that is there.
 *
 * @param enabled whether the sample is made, or gone on with, at start
 * @param customers how many fictional customers it has
 * @param seed what everything in it is drawn from; the same seed makes the same sample
 * @param days how many days of work it has, the last one yesterday
 */
@Validated
@ConfigurationProperties("shouxin.sample")
record SampleSettings(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("20000") @Min(1) @Max(SampleCustomers.SIZE_MAX) int customers,
        @DefaultValue("7") long seed,
        @DefaultValue("30") @Min(1) @Max(SampleWork.DAYS) int days) {}
