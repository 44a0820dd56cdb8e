var h = 1000;
var radar_arcs = [{'r': 130, 'name': 'ADOPT'}, {'r': 220, 'name': 'TRIAL'}, {'r': 400, 'name': 'HOLD'}];
var lastUpdate = "20.06.2017";
var radar_data = [
  { "quadrant": "Tools", "left": 45, "top": (h/2 + 38),
    "items": [
      { "name": "Make", "pc": { "r": 52, "t": 100 }, "movement": "c" },
      { "name": "Ant", "pc": { "r": h, "t": 100 }, "movement": "t" }
    ] }
];
