"""Writes a model of LightGBM's text form as ONNX, by onnxmltools.

usage: to_onnx.py MODEL.txt MODEL.onnx
"""
import sys

import lightgbm
from onnxmltools import convert_lightgbm
from onnxmltools.convert.common.data_types import FloatTensorType

model = lightgbm.Booster(model_file=sys.argv[1])
graph = convert_lightgbm(
    model, initial_types=[("rows", FloatTensorType([None, model.num_feature()]))])
with open(sys.argv[2], "wb") as out:
    out.write(graph.SerializeToString())
