"""How the tagger's weights are made: readers of the training sets, the network, its training, export and calibration."""
