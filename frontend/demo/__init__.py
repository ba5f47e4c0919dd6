"""The demo county: fictional people and prose, made into history through the same actions as everybody's."""
