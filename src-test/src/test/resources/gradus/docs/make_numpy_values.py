"""Computes the left column of docs/from-numpy.md for FromNumpyTest: python3 make_numpy_values.py ../../../../../../docs/from-numpy.md > numpy_values.txt"""
import re
import sys
import numpy as np

a = (np.arange(12.0).reshape(3, 4) - 5.5) / 4
c = np.sin(np.arange(12.0)).reshape(3, 4)
b = np.array([0.5, 1.0, 2.0, 4.0])
m = np.cos(np.arange(8.0)).reshape(4, 2)
i = np.array([2, 0, 1])
p = c > 0.5
for name in 'acbm':
    print('# ' + name, ' '.join(float(v).hex() for v in globals()[name].ravel()))
for line in open(sys.argv[1], encoding='utf-8'):
    row = re.match(r'\| `(.*)` \| `(.*)` \|$', line)
    if row:
        value = np.asarray(eval(row.group(1)))
        print(row.group(1), ' '.join(float(v).hex() for v in value.ravel()), sep='\t')
