// Common emoji by Slack's names. One entry: the character, then its names.

const TABLE = `
😀 grinning|😃 smiley|😄 smile|😁 grin|😆 laughing satisfied|😅 sweat_smile|😂 joy|🤣 rolling_on_the_floor_laughing rofl
🙂 slightly_smiling_face|🙃 upside_down_face|😉 wink|😊 blush|😇 innocent|😍 heart_eyes|😘 kissing_heart|😋 yum
😎 sunglasses|🤔 thinking_face thinking|🤨 face_with_raised_eyebrow|😐 neutral_face|😑 expressionless|😶 no_mouth
🙄 face_with_rolling_eyes|😬 grimacing|😌 relieved|😔 pensive|😴 sleeping|😷 mask|🤒 face_with_thermometer|🤯 exploding_head
😕 confused|😟 worried|🙁 slightly_frowning_face|😮 open_mouth|😲 astonished|😳 flushed|🥺 pleading_face|😧 anguished
😨 fearful|😰 cold_sweat|😥 disappointed_relieved|😢 cry|😭 sob|😱 scream|😖 confounded|😞 disappointed|😓 sweat|😩 weary|😫 tired_face
😤 triumph|😡 rage|😠 angry|🤬 face_with_symbols_on_mouth|💀 skull|💩 hankey poop|🤖 robot_face|👻 ghost|👀 eyes|🫡 saluting_face|🤝 handshake
👍 +1 thumbsup|👎 -1 thumbsdown|👌 ok_hand|✌️ v|🤞 crossed_fingers|👏 clap|🙌 raised_hands|🙏 pray|💪 muscle|👋 wave|✋ hand raised_hand
👉 point_right|👈 point_left|👆 point_up_2|👇 point_down|☝️ point_up|✍️ writing_hand|🤷 shrug|🤦 face_palm|🙋 raising_hand
❤️ heart|🧡 orange_heart|💛 yellow_heart|💚 green_heart|💙 blue_heart|💜 purple_heart|🖤 black_heart|💔 broken_heart|💯 100|💥 boom collision
🔥 fire|✨ sparkles|⭐ star|🌟 star2|⚡ zap|☀️ sunny|☁️ cloud|🌧️ rain_cloud|❄️ snowflake|🌙 crescent_moon|🌊 ocean|🌍 earth_africa|🌐 globe_with_meridians
🎉 tada|🎊 confetti_ball|🎂 birthday|🎁 gift|🏆 trophy|🥇 first_place_medal|🎯 dart|🚀 rocket|✈️ airplane|🚗 car|🚑 ambulance|🚒 fire_engine|🚓 police_car
🚧 construction|🚨 rotating_light|🚦 vertical_traffic_light|⛔ no_entry|🚫 no_entry_sign|🛑 octagonal_sign stop_sign|⚠️ warning|☢️ radioactive_sign|☣️ biohazard_sign
🔴 red_circle|🟠 large_orange_circle|🟡 large_yellow_circle|🟢 large_green_circle|🔵 large_blue_circle blue_circle|🟣 large_purple_circle|🟤 large_brown_circle
⚪ white_circle|⚫ black_circle|🟥 large_red_square|🟧 large_orange_square|🟨 large_yellow_square|🟩 large_green_square|🟦 large_blue_square|🟪 large_purple_square
⬜ white_large_square|⬛ black_large_square|🔶 large_orange_diamond|🔷 large_blue_diamond|🔺 small_red_triangle|🔻 small_red_triangle_down|🔘 radio_button
✅ white_check_mark|✔️ heavy_check_mark|☑️ ballot_box_with_check|❌ x|❎ negative_squared_cross_mark|➕ heavy_plus_sign|➖ heavy_minus_sign|❓ question|❔ grey_question
❗ exclamation heavy_exclamation_mark|❕ grey_exclamation|‼️ bangbang|⁉️ interrobang|ℹ️ information_source|🆗 ok|🆘 sos|🆕 new|🆓 free|🔞 underage
▶️ arrow_forward|⏸️ double_vertical_bar pause_button|⏹️ black_square_for_stop|⏩ fast_forward|⏪ rewind|🔁 repeat|🔄 arrows_counterclockwise|🔃 arrows_clockwise
⬆️ arrow_up|⬇️ arrow_down|⬅️ arrow_left|➡️ arrow_right|↗️ arrow_upper_right|↘️ arrow_lower_right|↩️ leftwards_arrow_with_hook|🔙 back|🔝 top|🔜 soon
⏰ alarm_clock|⏱️ stopwatch|⏲️ timer_clock|⌛ hourglass|⏳ hourglass_flowing_sand|🕐 clock1|🕒 clock3|🕘 clock9|📅 date|📆 calendar|🗓️ spiral_calendar_pad
🔔 bell|🔕 no_bell|📣 mega|📢 loudspeaker|🔊 loud_sound|🔇 mute|📞 telephone_receiver|☎️ phone telephone|📱 iphone|📟 pager|📠 fax|💬 speech_balloon|💭 thought_balloon|🗯️ right_anger_bubble
✉️ email envelope|📧 e-mail|📨 incoming_envelope|📩 envelope_with_arrow|📥 inbox_tray|📤 outbox_tray|📦 package|📝 memo pencil|✏️ pencil2|🖊️ lower_left_ballpoint_pen|📌 pushpin|📍 round_pushpin
📎 paperclip|🔗 link|📊 bar_chart|📈 chart_with_upwards_trend|📉 chart_with_downwards_trend|📋 clipboard|📁 file_folder|📂 open_file_folder|🗂️ card_index_dividers|📄 page_facing_up|📃 page_with_curl
📚 books|📖 book open_book|📕 closed_book|📗 green_book|📘 blue_book|📙 orange_book|📒 ledger|📓 notebook|🔖 bookmark|🏷️ label|🗒️ spiral_note_pad|🗑️ wastebasket|🗄️ file_cabinet
🔒 lock|🔓 unlock|🔐 closed_lock_with_key|🔑 key|🗝️ old_key|🛡️ shield|🔍 mag|🔎 mag_right|💡 bulb|🔦 flashlight|🧭 compass|🗺️ world_map|🧪 test_tube|🔬 microscope|🔭 telescope|🩺 stethoscope
🔧 wrench|🔨 hammer|🛠️ hammer_and_wrench|⚙️ gear|🔩 nut_and_bolt|🧰 toolbox|🧹 broom|🧯 fire_extinguisher|🪝 hook|🔌 electric_plug|🔋 battery|💻 computer|🖥️ desktop_computer|⌨️ keyboard|🖨️ printer
💾 floppy_disk|💿 cd|📡 satellite_antenna|🛰️ satellite|🐛 bug|🐞 beetle|🐌 snail|🐢 turtle|🐇 rabbit2|🐳 whale|🐙 octopus|🦄 unicorn_face|🐶 dog|🐱 cat|🐼 panda_face
💰 moneybag|💵 dollar|💶 euro|💳 credit_card|💸 money_with_wings|🏦 bank|🏢 office|🏥 hospital|🏠 house|🏭 factory|🛒 shopping_trolley|🧾 receipt|⚖️ scales|🌱 seedling|🌳 deciduous_tree
👤 bust_in_silhouette|👥 busts_in_silhouette|🗣️ speaking_head_in_silhouette|👷 construction_worker|🧑‍💻 technologist|🧑‍🚒 firefighter|🕵️ sleuth_or_spy|👮 cop|🎙️ studio_microphone|🎧 headphones|🎬 clapper|🎥 movie_camera|📷 camera
☕ coffee|🍵 tea|🍕 pizza|🍔 hamburger|🍺 beer|🍻 beers|🍷 wine_glass|🥂 clinking_glasses|🍎 apple|🥑 avocado|🏁 checkered_flag|🚩 triangular_flag_on_post|🏳️ waving_white_flag|♻️ recycle|🔚 end
🇺🇦 flag-ua ua|🇬🇧 flag-gb gb uk|🇺🇸 flag-us us|🇪🇺 flag-eu eu|🇩🇪 flag-de de|🇵🇱 flag-pl|🇷🇴 flag-ro|🇰🇿 flag-kz
1️⃣ one|2️⃣ two|3️⃣ three|4️⃣ four|5️⃣ five|6️⃣ six|7️⃣ seven|8️⃣ eight|9️⃣ nine|0️⃣ zero|🔟 keycap_ten|#️⃣ hash
`;

/** [character, [names]] in the order of the picker. */
export const EMOJI = TABLE.trim()
  .split(/[\n|]/)
  .map((entry) => entry.split(" "))
  .map(([character, ...names]) => [character, names]);

export const CHARACTER = new Map(
  EMOJI.flatMap(([character, names]) => names.map((name) => [name, character])),
);
