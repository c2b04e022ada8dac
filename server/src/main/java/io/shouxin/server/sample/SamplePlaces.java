// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import java.util.ArrayList;
import java.util.List;

/** 云岭省, a province that is on no map, with its cities, districts and streets. */
final class SamplePlaces {

    /** Province code 53 and prefecture 91 to 98, none of which was ever given: see SampleNumbers. */
    private static final int FIRST_CITY_CODE = 5391;

    /**
     * @param code six digits of region for resident numbers
     * @param weight of the district among all districts
     */
    record District(String city, String name, String code, int weight) {
    }

    private final List<District> districts = read();
    private final int[] weights = districts.stream().mapToInt(District::weight).toArray();
    private final List<String> streets = SampleLists.lines("streets.txt");
    private final List<String> estates = SampleLists.lines("estates.txt");

    District district(SampleDice dice) {
        return districts.get(dice.weighted(weights));
    }

    List<District> districts() {
        return districts;
    }

    /** From the province down to the door. */
    String address(District district, SampleDice dice) {
        String street = dice.one(streets) + dice.between(1, 388) + "号";
        String to = "云岭省" + district.city() + district.name() + street;
        if (dice.percent(18)) {
            return to;
        }
        int floor = dice.between(1, 26);
        return to + dice.one(estates) + dice.between(1, 18) + "幢" + dice.between(1, 3) + "单元"
                + floor + SampleNumbers.padded(dice.between(1, 4), 2) + "室";
    }

    /** Where a handset was last seen: PLMN, base station and cell of an LTE cell identity. */
    String cell(District district, SampleDice dice) {
        int station = Integer.parseInt(district.code().substring(3)) * 1000 + dice.below(1000);
        return "460-99-" + station + "-" + dice.between(1, 24);
    }

    private static List<District> read() {
        List<District> read = new ArrayList<>();
        int cityCode = FIRST_CITY_CODE - 1;
        int cityWeight = 0;
        String city = "";
        for (List<String> row : SampleLists.rows("places.txt")) {
            if (row.get(0).equals("市")) {
                city = row.get(1);
                cityWeight = Integer.parseInt(row.get(3));
                cityCode++;
            } else {
                int weight = cityWeight * Integer.parseInt(row.get(3));
                read.add(new District(city, row.get(1), cityCode + row.get(2), weight));
            }
        }
        return List.copyOf(read);
    }
}
